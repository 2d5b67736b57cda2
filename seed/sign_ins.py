"""The table of demonstration sign-ins: one line per kind of user first, then everybody."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from seed.cast import Cast, Person, the_industry

WHAT = {
    "filer": "企业填报人：计划、报告、整改  Enterprise filer",
    "signatory": "企业负责人：签发、异议、陈述  Enterprise signatory",
    "body_manager": "核查机构负责人：接受任务、组队  Manager of a verification body",
    "verifier": "核查员：文件评审、现场、结论  Verifier",
    "reviewer": "技术复核人  Technical reviewer",
    "listing_officer": "名录与计划  Listing and plans",
    "verification_officer": "报告受理、核查安排、抽查  Reports, verification, draw",
    "inspector": "复查人员  Inspector for rechecks",
    "allocation_officer": "配额、清缴  Allocation and surrender",
    "enforcement_officer": "执法  Enforcement",
    "legal_reviewer": "法制审核、法规确认  Legal review",
    "summary_officer": "汇总上报、法规录入  Summary, enacting law",
    "leader": "负责人：审批  Leader",
    "city_officer": "设区市  City officer",
    "ministry": "部级  The ministry",
    "system_administrator": "系统管理员：账户  Accounts",
    "security_administrator": "安全管理员：锁定  Locks",
    "audit_administrator": "审计管理员：日志  The journal",
}


def sign_ins(cast: Cast, desks: Mapping[str, str], unrevealed_seed: str) -> str:
    """The whole table as text, and the seed of the draw that is left to the reader.

    `desks` names, for posts that many hold, somebody who has something to do.
    """
    lines = [
        "演示登录 Demonstration sign-ins (本机演示专用 for a demonstration on one's own machine only)",
        "",
        *_table([_line(_one_of(cast, post, desks.get(post, "")), WHAT[post]) for post in WHAT]),
        "",
        "全部账户 Everybody",
        "",
        *_table([_line(person, _belongs(cast, person)) for person in cast.people]),
        "",
        "其他行业 Other sectors",
        "",
        *_table([_line(person, f"{known.name} {person.name}") for known in the_industry() for person in known.people]),
        "",
    ]
    lines += [f"未揭示的抽签种子（核查岗 verification 可用它抽取） The seed yet to be revealed: {unrevealed_seed}", ""]
    return "\n".join(lines)


def _one_of(cast: Cast, post: str, sign_in: str) -> Person:
    holders = cast.holding(post)
    return next((person for person in holders if person.sign_in == sign_in), holders[0])


def _belongs(cast: Cast, person: Person) -> str:
    if person.enterprise:
        return f"{cast.enterprise(person.enterprise).name} {person.name}"
    if person.body:
        return f"{next(body.name for body in cast.bodies if body.slug == person.body)} {person.name}"
    return f"{person.name} {person.city}".strip()


def _line(person: Person, text: str) -> tuple[str, str, str]:
    return person.sign_in, person.password, text


def _table(rows: Sequence[tuple[str, str, str]]) -> Iterable[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    for row in rows:
        padded = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False)]
        yield "  " + "   ".join((*padded, row[2]))


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
