"""Kinds of documents, their numbers and check codes, and what proves that a copy says what was issued. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from domain.core.duties import Duty
from domain.core.law import Law

# What begins a number while the lawbook knows no abbreviation of the province.
ANY_PROVINCE = "省"
# 字号: the authority's mark with that of the kind, the calendar year, the running number within both.
NUMBER = "{province}环碳{mark}〔{year}〕{serial}号"
# Digits and capitals that nobody takes for one another: no 0 and O, no 1 and I.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12
GROUP_LENGTH = 4
_BRACKETS = str.maketrans({**dict.fromkeys("([{【", "〔"), **dict.fromkeys(")]}】", "〕")})


class Kind(StrEnum):
    """What a document is, in the order of the year."""

    LISTING_NOTICE = "listing_notice"
    PLAN_FILING = "plan_filing"
    UPLOAD_RECEIPT = "upload_receipt"
    REPORT_RECEIPT = "report_receipt"
    VERIFICATION_TASK = "verification_task"
    VERIFICATION_CONCLUSION = "verification_conclusion"
    EMISSIONS_NOTICE = "emissions_notice"
    OBJECTION_DECISION = "objection_decision"
    PRE_ALLOCATION = "pre_allocation"
    FINAL_ALLOCATION = "final_allocation"
    SURRENDER_CERTIFICATE = "surrender_certificate"
    SURRENDER_SHORTFALL = "surrender_shortfall"
    CORRECTION_ORDER = "correction_order"
    PENALTY_NOTICE = "penalty_notice"
    PENALTY_DECISION = "penalty_decision"
    SERVICE_RECORD = "service_record"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Form:
    """What is fixed for a kind: its mark in the number, whose duty issues it, and the duty to read one."""

    mark: str
    duty: Duty
    see: Duty


FORMS: Mapping[Kind, Form] = MappingProxyType(
    {
        Kind.LISTING_NOTICE: Form("名", Duty.LISTING_APPROVE, Duty.LISTING_SEE),
        Kind.PLAN_FILING: Form("备", Duty.PLAN_REVIEW, Duty.PLAN_SEE),
        Kind.UPLOAD_RECEIPT: Form("收", Duty.REPORT_FILE, Duty.REPORT_SEE),
        Kind.REPORT_RECEIPT: Form("受", Duty.REPORT_SIGN, Duty.REPORT_SEE),
        Kind.VERIFICATION_TASK: Form("核任", Duty.VERIFICATION_ASSIGN, Duty.VERIFICATION_SEE),
        Kind.VERIFICATION_CONCLUSION: Form("核结", Duty.VERIFICATION_REVIEW, Duty.VERIFICATION_SEE),
        Kind.EMISSIONS_NOTICE: Form("核告", Duty.EMISSIONS_CONFIRM, Duty.RECHECK_SEE),
        Kind.OBJECTION_DECISION: Form("复决", Duty.OBJECTION_DECIDE, Duty.RECHECK_SEE),
        Kind.PRE_ALLOCATION: Form("预配", Duty.ALLOCATION_PREPARE, Duty.ALLOCATION_SEE),
        Kind.FINAL_ALLOCATION: Form("核配", Duty.ALLOCATION_PREPARE, Duty.ALLOCATION_SEE),
        Kind.SURRENDER_CERTIFICATE: Form("清证", Duty.SURRENDER_PUBLISH, Duty.SURRENDER_SEE),
        Kind.SURRENDER_SHORTFALL: Form("催缴", Duty.SURRENDER_PUBLISH, Duty.SURRENDER_SEE),
        Kind.CORRECTION_ORDER: Form("责改", Duty.PENALTY_HANDLE, Duty.PENALTY_SEE),
        Kind.PENALTY_NOTICE: Form("罚告", Duty.PENALTY_HANDLE, Duty.PENALTY_SEE),
        Kind.PENALTY_DECISION: Form("罚决", Duty.PENALTY_DECIDE, Duty.PENALTY_SEE),
        Kind.SERVICE_RECORD: Form("送", Duty.PENALTY_HANDLE, Duty.PENALTY_SEE),
        Kind.HAND_OVER: Form("报", Duty.SUMMARY_PREPARE, Duty.SUMMARY_SEE),
    }
)


def number_of(kind: Kind, province: str, year: int, serial: int) -> str:
    """The number of a document.

    >>> number_of(Kind.PENALTY_DECISION, "鄂", 2025, 3)
    '鄂环碳罚决〔2025〕3号'
    """
    return NUMBER.format(province=province, mark=FORMS[kind].mark, year=year, serial=serial)


def new_check_code() -> str:
    """A code that nobody guesses, in groups that can be read out: `7KQM-2XWP-HV9D`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return grouped(signs)


def grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP_LENGTH] for start in range(0, len(signs), GROUP_LENGTH))


def tidy_code(typed: str) -> str:
    """A check code as it is kept, however it was typed; empty for what cannot be one.

    >>> tidy_code(" 7kqm 2xwp－hv9d "), tidy_code("7KQM-2XWP"), tidy_code("0OI1-0OI1-0OI1")
    ('7KQM-2XWP-HV9D', '', '')
    """
    signs = re.sub(r"[\s\-—–_]", "", unicodedata.normalize("NFKC", typed)).upper()
    return grouped(signs) if len(signs) == CODE_LENGTH and set(signs) <= set(ALPHABET) else ""


def tidy_number(typed: str) -> str:
    """A number as it is printed, whatever brackets and digits it was typed with.

    >>> tidy_number(" 鄂环碳罚决[２０２５] 3 号")
    '鄂环碳罚决〔2025〕3号'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).translate(_BRACKETS)


class Named(Protocol):
    """A card that names an enterprise."""

    @property
    def name(self) -> str: ...
    @property
    def credit_code(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...
    @property
    def fictional(self) -> bool: ...


def about(card: Named, **facts: object) -> dict[str, str]:
    """Facts of a document for the enterprise that the card names, all as texts."""
    whose = {"addressee": card.name, "credit_code": card.credit_code, "city": card.city}
    marks = {"synthetic": card.synthetic, "fictional": card.fictional}
    return texts(**(whose | marks | facts))


def texts(**facts: object) -> dict[str, str]:
    """Facts as texts: nothing as an empty one, figures plain, days and instants as ISO writes them."""
    return {name: _text(value) for name, value in facts.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def clock(name: str, law: Law, key: str) -> dict[str, str]:
    """A length of time as the law has it: number, unit and citation; all empty when the law of the day has none."""
    if not law.has(key):
        return {f"{name}_length": "", f"{name}_unit": "", f"{name}_citation": ""}
    found = law.provision(key)
    return {f"{name}_length": found.value, f"{name}_unit": found.unit, f"{name}_citation": found.citation}


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as one fact: facts are texts."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, sort_keys=True)


def rows_of(told: str) -> list[dict[str, str]]:
    """The rows of a fact that `table` made; none of an empty one."""
    return [dict(row) for row in json.loads(told or "[]")]


def content_digest(kind: str, number: str, facts: Mapping[str, str]) -> str:
    """SHA-256 of everything that the text is filled from, to tell whether two copies say the same."""
    told = json.dumps({"kind": kind, "number": number, "facts": dict(facts)}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
