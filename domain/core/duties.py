"""Duties: what a person may do, who may hold each, and which may never meet in one person.

Sources: Decree 775 art 12-14 (roles), Order 19 art 27-31, 行政处罚法 (separation of hearing, review and decision),
and the three-administrators rule of GB/T 22239 (三员).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of user an account is; it bounds what the account may see."""

    ENTERPRISE = "enterprise"
    BODY = "body"
    PROVINCE = "province"
    CITY = "city"
    MINISTRY = "ministry"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"
    CLOCK = "clock"


class Duty(StrEnum):
    """One duty per kind of responsibility. A route declares exactly one."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    CLOCK = "clock"

    LISTING_SEE = "listing.see"
    LISTING_PREPARE = "listing.prepare"
    LISTING_APPROVE = "listing.approve"

    PLAN_SEE = "plan.see"
    PLAN_FILE = "plan.file"
    PLAN_REVIEW = "plan.review"
    PLAN_VERIFY = "plan.verify"

    MONTH_SEE = "month.see"
    MONTH_FILE = "month.file"
    MONTH_REVIEW = "month.review"
    FIRST_LOOK = "first.look"

    OUTSIDE_SEE = "outside.see"
    OUTSIDE_IMPORT = "outside.import"
    CHECK_SUPPRESS = "check.suppress"

    REPORT_SEE = "report.see"
    REPORT_FILE = "report.file"
    REPORT_SIGN = "report.sign"
    REPORT_ACCEPT = "report.accept"
    REPORT_DETERMINE = "report.determine"

    VERIFICATION_SEE = "verification.see"
    VERIFICATION_ASSIGN = "verification.assign"
    VERIFICATION_ACCEPT = "verification.accept"
    VERIFICATION_PERFORM = "verification.perform"
    VERIFICATION_REVIEW = "verification.review"
    VERIFICATION_ANSWER = "verification.answer"

    RECHECK_SEE = "recheck.see"
    RECHECK_DRAW = "recheck.draw"
    RECHECK_PERFORM = "recheck.perform"
    EMISSIONS_CONFIRM = "emissions.confirm"
    OBJECT = "objection.file"
    OBJECTION_DECIDE = "objection.decide"

    ALLOCATION_SEE = "allocation.see"
    ALLOCATION_PREPARE = "allocation.prepare"
    ALLOCATION_APPROVE = "allocation.approve"

    SURRENDER_SEE = "surrender.see"
    SURRENDER_RECORD = "surrender.record"
    SURRENDER_PUBLISH = "surrender.publish"

    PENALTY_SEE = "penalty.see"
    PENALTY_HANDLE = "penalty.handle"
    PENALTY_REVIEW = "penalty.review"
    PENALTY_DECIDE = "penalty.decide"
    PENALTY_ANSWER = "penalty.answer"

    SUMMARY_SEE = "summary.see"
    SUMMARY_PREPARE = "summary.prepare"
    SUMMARY_SIGN = "summary.sign"

    ENTERPRISE_SEE = "enterprise.see"
    EVALUATION_SEE = "evaluation.see"

    BULLETIN_PREPARE = "bulletin.prepare"
    BULLETIN_PUBLISH = "bulletin.publish"
    HELP_ASK = "help.ask"
    HELP_ANSWER = "help.answer"

    LAW_ENACT = "law.enact"
    LAW_CONFIRM = "law.confirm"
    PEOPLE_MANAGE = "people.manage"
    SECURITY_LOCK = "security.lock"
    JOURNAL_SEE = "journal.see"


CLOCK = Duty.CLOCK

_SEE_PROVINCE = (
    Duty.LISTING_SEE,
    Duty.PLAN_SEE,
    Duty.MONTH_SEE,
    Duty.OUTSIDE_SEE,
    Duty.REPORT_SEE,
    Duty.VERIFICATION_SEE,
    Duty.RECHECK_SEE,
    Duty.ALLOCATION_SEE,
    Duty.SURRENDER_SEE,
    Duty.PENALTY_SEE,
    Duty.SUMMARY_SEE,
    Duty.ENTERPRISE_SEE,
    Duty.EVALUATION_SEE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post (岗位): a named bundle of duties that an account of one kind is given as a whole."""

    code: str
    kind: Kind
    duties: frozenset[Duty]


def _post(code: str, kind: Kind, *duties: Duty) -> Post:
    return Post(code, kind, frozenset((Duty.SIGNED_IN, Duty.HELP_ASK, *duties)))


_SEE_OWN = (
    Duty.PLAN_SEE,
    Duty.MONTH_SEE,
    Duty.REPORT_SEE,
    Duty.VERIFICATION_SEE,
    Duty.RECHECK_SEE,
    Duty.ALLOCATION_SEE,
    Duty.SURRENDER_SEE,
    Duty.PENALTY_SEE,
    Duty.ENTERPRISE_SEE,
)

# Answers of the help desk are the authority's: its officers give them.
_ANSWER = (Duty.HELP_ANSWER,)

POSTS: tuple[Post, ...] = (
    _post(
        "filer",
        Kind.ENTERPRISE,
        *_SEE_OWN,
        Duty.PLAN_FILE,
        Duty.MONTH_FILE,
        Duty.REPORT_FILE,
        Duty.VERIFICATION_ANSWER,
    ),
    _post("signatory", Kind.ENTERPRISE, *_SEE_OWN, Duty.REPORT_SIGN, Duty.OBJECT, Duty.PENALTY_ANSWER),
    _post("body_manager", Kind.BODY, Duty.REPORT_SEE, Duty.PLAN_SEE, Duty.VERIFICATION_SEE, Duty.VERIFICATION_ACCEPT),
    _post(
        "verifier",
        Kind.BODY,
        Duty.REPORT_SEE,
        Duty.PLAN_SEE,
        Duty.VERIFICATION_SEE,
        Duty.VERIFICATION_PERFORM,
        Duty.PLAN_VERIFY,
    ),
    _post("reviewer", Kind.BODY, Duty.REPORT_SEE, Duty.PLAN_SEE, Duty.VERIFICATION_SEE, Duty.VERIFICATION_REVIEW),
    _post(
        "listing_officer",
        Kind.PROVINCE,
        *_SEE_PROVINCE,
        *_ANSWER,
        Duty.LISTING_PREPARE,
        Duty.PLAN_REVIEW,
        Duty.BULLETIN_PREPARE,
    ),
    _post(
        "verification_officer",
        Kind.PROVINCE,
        *_SEE_PROVINCE,
        *_ANSWER,
        Duty.MONTH_REVIEW,
        Duty.OUTSIDE_IMPORT,
        Duty.REPORT_ACCEPT,
        Duty.REPORT_DETERMINE,
        Duty.VERIFICATION_ASSIGN,
        Duty.RECHECK_DRAW,
    ),
    _post("inspector", Kind.PROVINCE, *_SEE_PROVINCE, Duty.RECHECK_PERFORM),
    _post(
        "allocation_officer",
        Kind.PROVINCE,
        *_SEE_PROVINCE,
        *_ANSWER,
        Duty.ALLOCATION_PREPARE,
        Duty.SURRENDER_RECORD,
    ),
    _post("enforcement_officer", Kind.PROVINCE, *_SEE_PROVINCE, *_ANSWER, Duty.PENALTY_HANDLE),
    _post("legal_reviewer", Kind.PROVINCE, *_SEE_PROVINCE, Duty.PENALTY_REVIEW, Duty.LAW_CONFIRM),
    _post(
        "summary_officer",
        Kind.PROVINCE,
        *_SEE_PROVINCE,
        *_ANSWER,
        Duty.SUMMARY_PREPARE,
        Duty.LAW_ENACT,
        Duty.CHECK_SUPPRESS,
        Duty.BULLETIN_PREPARE,
    ),
    _post(
        "leader",
        Kind.PROVINCE,
        *_SEE_PROVINCE,
        Duty.LISTING_APPROVE,
        Duty.EMISSIONS_CONFIRM,
        Duty.OBJECTION_DECIDE,
        Duty.ALLOCATION_APPROVE,
        Duty.SURRENDER_PUBLISH,
        Duty.PENALTY_DECIDE,
        Duty.SUMMARY_SIGN,
        Duty.BULLETIN_PUBLISH,
    ),
    _post(
        "city_officer",
        Kind.CITY,
        *_SEE_OWN,
        Duty.FIRST_LOOK,
        Duty.OUTSIDE_SEE,
        Duty.LISTING_SEE,
        Duty.EVALUATION_SEE,
    ),
    _post(
        "ministry",
        Kind.MINISTRY,
        Duty.LISTING_SEE,
        Duty.ALLOCATION_SEE,
        Duty.SURRENDER_SEE,
        Duty.SUMMARY_SEE,
        Duty.ENTERPRISE_SEE,
        Duty.EVALUATION_SEE,
    ),
    _post("system_administrator", Kind.ADMINISTRATOR, Duty.PEOPLE_MANAGE),
    _post("security_administrator", Kind.ADMINISTRATOR, Duty.SECURITY_LOCK),
    _post("audit_administrator", Kind.ADMINISTRATOR, Duty.JOURNAL_SEE),
)

# Nobody approves what they prepared: these pairs never meet in one account (product.md section 1).
INCOMPATIBLE: tuple[tuple[Duty, Duty], ...] = (
    (Duty.REPORT_FILE, Duty.REPORT_SIGN),
    (Duty.LISTING_PREPARE, Duty.LISTING_APPROVE),
    (Duty.VERIFICATION_PERFORM, Duty.VERIFICATION_REVIEW),
    (Duty.ALLOCATION_PREPARE, Duty.ALLOCATION_APPROVE),
    (Duty.PENALTY_HANDLE, Duty.PENALTY_DECIDE),
    (Duty.PENALTY_REVIEW, Duty.PENALTY_DECIDE),
    (Duty.SUMMARY_PREPARE, Duty.SUMMARY_SIGN),
    (Duty.LAW_ENACT, Duty.LAW_CONFIRM),
    (Duty.BULLETIN_PREPARE, Duty.BULLETIN_PUBLISH),
    (Duty.PEOPLE_MANAGE, Duty.SECURITY_LOCK),
    (Duty.PEOPLE_MANAGE, Duty.JOURNAL_SEE),
    (Duty.SECURITY_LOCK, Duty.JOURNAL_SEE),
)


def post(code: str) -> Post:
    """The post of that code; KeyError when the project knows none."""
    for candidate in POSTS:
        if candidate.code == code:
            return candidate
    raise KeyError(code)
