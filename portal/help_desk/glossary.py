"""The glossary: one term of the field in both languages, and what it means. Its words are `term:` and `meaning:`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from portal import words

# The terms of each group, in the order in which a reader meets them.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "market",
        (
            "allowance",
            "carbon_market",
            "key_emitting_unit",
            "competent_authority",
            "registry",
            "exchange",
            "management_platform",
            "carbon_dioxide_equivalent",
            "greenhouse_gas",
            "compliance",
            "compliance_year",
            "pilot_market",
            "certified_reduction",
        ),
    ),
    (
        "listing",
        (
            "list",
            "listing_threshold",
            "candidate",
            "public_notice",
            "captive_plant",
            "credit_code",
            "sector_code",
        ),
    ),
    (
        "monitoring_plan",
        (
            "monitoring_plan",
            "filing",
            "accounting_boundary",
            "measured_value",
            "default_value",
            "calibration",
        ),
    ),
    (
        "emission_report",
        (
            "emission_report",
            "report_version",
            "generating_unit",
            "unit_class",
            "cogeneration",
            "activity_data",
            "emission_factor",
            "net_calorific_value",
            "carbon_content",
            "oxidation_rate",
            "load_factor",
            "monthly_evidence",
            "supplementary_table",
            "check_finding",
            "waiver",
            "urge",
            "determination",
            "signatory",
            "filer",
        ),
    ),
    (
        "verification",
        (
            "verification",
            "verification_body",
            "verifier",
            "tie",
            "document_review",
            "site_visit",
            "site_list",
            "nonconformity",
            "conclusion",
            "technical_review",
            "verified_emissions",
            "conservative_value",
        ),
    ),
    (
        "recheck",
        (
            "recheck",
            "double_random",
            "seed_commitment",
            "frame",
            "inspector",
            "confirmed_emissions",
            "objection",
            "objection_decision",
        ),
    ),
    (
        "allocation",
        (
            "allocation",
            "allocation_plan",
            "pre_allocation",
            "final_allocation",
            "true_up",
            "benchmark",
            "load_correction",
            "balance_point",
            "deviation",
            "gap",
            "gap_rate",
            "gap_cap",
            "gas_topup",
            "deduction",
            "provincial_account",
            "differentiated_issue",
            "new_entrant_reserve",
            "paid_allocation",
            "vintage",
            "rounding",
        ),
    ),
    (
        "surrender",
        (
            "obligation",
            "surrender",
            "shortfall",
            "offset",
            "carry_over",
            "borrowing",
            "registry_statement",
            "difference",
            "surrender_status",
            "average_price",
        ),
    ),
    (
        "penalty",
        (
            "penalty",
            "lead",
            "order_to_correct",
            "prior_notice",
            "statement",
            "hearing",
            "legal_review",
            "discretion_factor",
            "penalty_decision",
            "service",
            "credit_record",
            "joint_discipline",
            "lighter_law",
        ),
    ),
    (
        "law",
        (
            "provision",
            "instrument",
            "in_force",
            "citation",
            "confidence",
            "draft_value",
            "open_question",
            "two_persons",
            "formula_edition",
            "basis",
        ),
    ),
    (
        "summary",
        (
            "national_summary",
            "package",
            "manifest",
            "receipt",
            "completeness",
        ),
    ),
    (
        "portal",
        (
            "desk",
            "move",
            "act",
            "duty",
            "post",
            "journal",
            "explanation",
            "trial_calculation",
            "worked_case",
            "synthetic",
            "fictional",
            "check_code",
            "bulletin",
            "help_desk",
            "three_administrators",
            "digest",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term in the language being spoken, its word in the other one, and its meaning."""

    code: str
    word: str
    other: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one part of the field."""

    code: str
    terms: tuple[Term, ...]


def other_language() -> str:
    """The language that is not being spoken."""
    return next(language for language in words.LANGUAGES if language != words.speaking.get())


def in_language(language: str, key: str) -> str:
    return str(words.translations(language).ugettext(key))


def codes() -> tuple[str, ...]:
    return tuple(code for _, members in GROUPS for code in members)


@cache
def text_of(code: str) -> str:
    """All that may be searched of a term, both languages, in small letters."""
    said = [in_language(language, f"{kind}:{code}") for language in words.LANGUAGES for kind in ("term", "meaning")]
    return " ".join([*said, code]).casefold()


def found(search: str = "") -> tuple[Group, ...]:
    """The groups with the terms in which every word of `search` occurs; all of them for no words."""
    wanted = search.casefold().split()
    groups = (
        Group(group, tuple(term(code) for code in members if all(word in text_of(code) for word in wanted)))
        for group, members in GROUPS
    )
    return tuple(group for group in groups if group.terms)


def best(search: str, most: int) -> tuple[Term, ...]:
    """The terms that fit, those that are the word looked for first, then those that contain it."""
    wanted = search.casefold()
    told = [one for group in found(search) for one in group.terms]

    def distance(one: Term) -> tuple[bool, bool]:
        names = (one.word.casefold(), one.other.casefold())
        return wanted not in names, not any(wanted in name for name in names)

    return tuple(sorted(told, key=distance)[:most])


def term(code: str) -> Term:
    word, other = words.say(f"term:{code}"), in_language(other_language(), f"term:{code}")
    return Term(code, word, other, words.say(f"meaning:{code}"))


def table() -> str:
    """The table of docs/glossary.md."""
    keys = (("en", "term"), ("zh", "term"), ("en", "meaning"))
    rows = [" | ".join(in_language(language, f"{kind}:{code}") for language, kind in keys) for code in codes()]
    return "\n".join(["| English | 中文 | What it means |", "|---|---|---|", *(f"| {row} |" for row in rows)]) + "\n"
