"""A small province for tests: enterprises with accepted reports, bodies with their people, provincial officers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from argon2 import PasswordHasher

from domain.core.actors import Actor
from domain.emission_report.tables import Report, ReportUnit, ReportVersion
from domain.records.people import queries as people
from domain.records.people.rules import check_digit
from domain.records.people.tables import Account, Enterprise, VerificationBody
from domain.verification import acts, queries
from domain.verification.acts import SiteAnswer, SiteQuestion, Team
from domain.verification.states import Approach
from tests.cast import enact_the_law
from tests.doors import PASSWORD

YEAR = 2024
AT = datetime(2025, 5, 15, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@cache
def password_hash() -> str:
    """One hash for everybody: making it is slow on purpose."""
    return PasswordHasher().hash(PASSWORD)


def credit_code(number: int) -> str:
    first = f"91420000{number:09d}"
    return first + check_digit(first)


async def person(
    sign_in_name: str, post: str, *, enterprise_id: int | None = None, body_id: int | None = None
) -> Actor:
    account = Account(
        sign_in_name=sign_in_name,
        name=sign_in_name,
        post=post,
        enterprise_id=enterprise_id,
        body_id=body_id,
        password_hash=password_hash(),
    )
    await Account.insert(account)
    found = await people.actor_by_name(sign_in_name)
    assert found
    return found


async def who(sign_in_name: str) -> Actor:
    found = await people.actor_by_name(sign_in_name)
    assert found
    return found


async def officers() -> None:
    """The law in force, and one person of each provincial post; four inspectors."""
    await enact_the_law()
    for post in ("verification_officer", "leader", "listing_officer"):
        await person(post, post)
    for number in range(1, 5):
        await person(f"inspector{number}", "inspector")


async def body(number: int, *, capacity: int = 10, prepares_reports: bool = False) -> int:
    """A body with a manager, three verifiers and a technical reviewer: `manager3`, `verifier3a` …, `reviewer3`."""
    row = VerificationBody(
        name=f"示例核查机构{number}",
        credit_code=credit_code(900 + number),
        capacity=capacity,
        prepares_reports=prepares_reports,
    )
    body_id = int((await VerificationBody.insert(row))[0]["id"])
    await person(f"manager{number}", "body_manager", body_id=body_id)
    for letter in "abc":
        await person(f"verifier{number}{letter}", "verifier", body_id=body_id)
    await person(f"reviewer{number}", "reviewer", body_id=body_id)
    return body_id


async def reported(
    number: int, *, year: int = YEAR, state: str = "accepted", tonnes: int = 3000, late: bool = False
) -> tuple[int, int]:
    """An enterprise with a settled report of two units (a third and two thirds of it); enterprise and report."""
    code = credit_code(number)
    known = await Enterprise.select(Enterprise.id).where(Enterprise.credit_code == code).first()
    if known:
        enterprise_id = int(known["id"])
    else:
        row = Enterprise(credit_code=code, name=f"示例电厂{number}", city="武汉市", sector="power", synthetic=True)
        enterprise_id = int((await Enterprise.insert(row))[0]["id"])
        await person(f"filer{number}", "filer", enterprise_id=enterprise_id)
        await person(f"signatory{number}", "signatory", enterprise_id=enterprise_id)
    report = Report(
        enterprise_id=enterprise_id,
        year=year,
        state=state,
        late=late,
        emissions_tonnes=Decimal(tonnes),
        opened_at=AT,
    )
    report_id = int((await Report.insert(report))[0]["id"])
    version_id = await _version(report_id, tonnes) if state == "accepted" else None
    for place, share in ((1, 1), (2, 2)):
        unit = ReportUnit(
            report_id=report_id,
            version_id=version_id,
            unit_number=f"{place}#",
            unit_class="II",
            fuel="bituminous",
            capacity_mw=Decimal(300),
            emissions_tonnes=Decimal(tonnes) * share / 3,
            generation_mwh=Decimal(1200) * share,
            heat_gj=Decimal(90),
            hours=Decimal(4000),
            load_factor=Decimal("0.6"),
        )
        await ReportUnit.insert(unit)
    return enterprise_id, report_id


async def _version(report_id: int, tonnes: int) -> int:
    version = ReportVersion(
        report_id=report_id, number=1, state="clean", received_at=AT, emissions_tonnes=Decimal(tonnes)
    )
    version_id = int((await ReportVersion.insert(version))[0]["id"])
    await Report.update({Report.version_id: version_id}).where(Report.id == report_id)
    return version_id


async def team_of(number: int) -> Team:
    leader, member = await who(f"verifier{number}a"), await who(f"verifier{number}b")
    return Team(leader.account_id, (member.account_id,))


async def given_to(report_id: int, number: int) -> int:
    """Give a report to the body of that number."""
    manager = await who(f"manager{number}")
    assert manager.body_id
    officer = await who("verification_officer")
    return await acts.assign_one(report_id, manager.body_id, "指定", actor=officer, at=AT)


async def visited(task_id: int, number: int, at: datetime = AT) -> None:
    """Accept, review the documents and visit."""
    manager, leader = await who(f"manager{number}"), await who(f"verifier{number}a")
    await acts.accept(task_id, await team_of(number), actor=manager, at=at)
    questions = [SiteQuestion(Approach.CHECK, "入炉煤计量台账"), SiteQuestion(Approach.LOOK, "机组铭牌")]
    await acts.review_documents(task_id, "资料齐全", questions, actor=leader, at=at)
    answers = [SiteAnswer(1, "与报告一致", True), SiteAnswer(2, "一致", True)]
    await acts.visit(task_id, answers, actor=leader, at=at)


async def delivered(report_id: int, number: int, at: datetime = AT) -> int:
    """A whole verification without findings; answers the task."""
    task_id = await given_to(report_id, number)
    await visited(task_id, number, at)
    await acts.conclude(task_id, "符合", actor=await who(f"verifier{number}a"), at=at)
    await acts.review(task_id, True, "", actor=await who(f"reviewer{number}"), at=at)
    return task_id


async def state_of(task_id: int) -> str:
    card = await queries.task(task_id, actor=await who("verification_officer"))
    assert card
    return card.state
