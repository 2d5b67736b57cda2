"""What belongs into the year's package, under which name, and what lacks. Pure.

Facts of earlier rooms arrive as the plain classes of this page, so that everything here can be shown on paper.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.calendar import legal_day
from domain.core.workings import Explanation
from domain.summary.states import Folder, Part

# The names of the disc's second level (行业类别), by the sector of an enterprise.
SECTORS = {
    "power": "发电",
    "steel": "钢铁",
    "cement": "水泥",
    "aluminium": "电解铝",
    "petrochemical": "石化",
    "chemical": "化工",
    "glass": "平板玻璃",
    "copper": "铜冶炼",
    "paper": "造纸",
    "aviation": "民航",
}
OTHER_SECTOR = "其他"

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
FORMAT = "carbon-portal-package/1"
# The package lies in the evidence table as one value: beyond this it would burden every backup and every reader.
MOST_BYTES = 50 * 1024 * 1024
# The national summary counts in ten thousand tonnes: the point moves by four places and nothing is rounded.
WAN_PLACES = 4


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A generating unit in the year: as confirmed where it is, as reported otherwise."""

    number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None = None
    reported_id: int = 0


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The accepted report, or what the authority determined in its place."""

    report_id: int
    state: str
    version_number: int
    emissions_tonnes: Decimal
    plan_version: int | None
    late: bool
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True)
class OriginalFacts:
    """The workbook as it was filed; it holds the supplementary data."""

    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class PlanUnitFacts:
    """A generating unit as the plan in force describes it."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str
    heat_value_method: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan in force (数据质量控制方案)."""

    plan_id: int
    version: int
    filed_on: date | None
    units: tuple[PlanUnitFacts, ...]


@dataclass(frozen=True, slots=True)
class ConclusionFacts:
    """The delivered conclusion of a verification body."""

    task_id: int
    body_name: str
    report_number: str
    emissions_tonnes: Decimal
    findings: int
    unresolved: int
    delivered_on: date | None


@dataclass(frozen=True, slots=True)
class ConfirmedFacts:
    """Confirmed emissions; `basis` is the last thing they rest on: verified, rechecked, determined or objection."""

    confirmation_id: int
    emissions_tonnes: Decimal
    notified_on: date | None
    basis: str
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    """The final allocation of the enterprise, tonnes."""

    allocation_id: int
    state: str
    final: int
    true_up: int
    due: int


@dataclass(frozen=True, slots=True)
class SurrenderFacts:
    """How the obligation ended: `on_time`, `late`, `short`, or `open`."""

    obligation_id: int
    status: str
    due: int
    surrendered: int
    offsets: int
    shortfall: int
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class PenaltyFacts:
    """A case against the enterprise in that year."""

    case_id: int
    number: str
    ground: str
    state: str
    fine_yuan: Decimal | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything the record holds of one published enterprise in the year."""

    enterprise_id: int
    credit_code: str
    name: str
    city: str
    sector: str
    sector_code: str
    captive_industry: str
    synthetic: bool
    report: ReportFacts | None = None
    original: OriginalFacts | None = None
    plan: PlanFacts | None = None
    conclusion: ConclusionFacts | None = None
    confirmed: ConfirmedFacts | None = None
    allocation: AllocationFacts | None = None
    surrender: SurrenderFacts | None = None
    penalties: tuple[PenaltyFacts, ...] = ()

    @property
    def units(self) -> tuple[UnitFacts, ...]:
        """Generating units as confirmed; as reported while nothing is confirmed."""
        if self.confirmed is not None and self.confirmed.units:
            return self.confirmed.units
        return self.report.units if self.report is not None else ()


@dataclass(frozen=True, slots=True)
class Explained:
    """The stored derivations behind an enterprise's line: of the confirmed total, of the report, of each unit."""

    confirmed: Explanation | None = None
    report: Explanation | None = None
    units: Mapping[str, Explanation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What one enterprise has and lacks. `excused` parts cannot exist in its case and do not count as lacking."""

    enterprise_id: int
    credit_code: str
    name: str
    city: str
    sector: str
    synthetic: bool
    lacking: tuple[Part, ...]
    excused: tuple[Part, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.lacking


DETERMINED = "determined"
UNFINISHED_SURRENDER = ("", "open")


def completeness(bundle: Bundle) -> Completeness:
    """An enterprise's year is complete with report, supplement, plan, conclusion, confirmed emissions, allocation and
    surrender (环办气候函〔2019〕71号 四; Decree 775 art 12 and 14).

    Where the authority determined the emissions there is no workbook and no verification: both are excused.
    """
    there = {
        Part.REPORT: bundle.report is not None,
        Part.SUPPLEMENT: bundle.original is not None,
        Part.PLAN: bundle.plan is not None,
        Part.CONCLUSION: bundle.conclusion is not None,
        Part.CONFIRMED: bundle.confirmed is not None,
        Part.ALLOCATION: bundle.allocation is not None,
        Part.SURRENDER: bundle.surrender is not None and bundle.surrender.status not in UNFINISHED_SURRENDER,
    }
    determined = bundle.report is not None and bundle.report.state == DETERMINED
    spared = (Part.SUPPLEMENT, Part.CONCLUSION) if determined else ()
    missing = tuple(part for part in Part if not there[part])
    return Completeness(
        bundle.enterprise_id,
        bundle.credit_code,
        bundle.name,
        bundle.city,
        bundle.sector,
        bundle.synthetic,
        tuple(part for part in missing if part not in spared),
        tuple(part for part in missing if part in spared),
    )


def lacking_counts(rows: Iterable[Completeness]) -> dict[str, int]:
    """How many enterprises lack each part; parts that nobody lacks are left out."""
    counted = Counter(part for row in rows for part in row.lacking)
    return {part.value: counted[part] for part in Part if counted[part]}


def sector_folder(sector: str) -> str:
    return SECTORS.get(sector, OTHER_SECTOR)


def file_name(bundle: Bundle, title: str, ending: str) -> str:
    """`credit code_name_title.ending`: unique by its code, readable by its name, safe on every file system.

    >>> file_name(Bundle(1, "9142", "甲/乙厂", "", "power", "4411", "", False), "排放报告", "pdf")
    '9142_甲乙厂_排放报告.pdf'
    """
    forbidden = '\\/:*?"<>|'
    name = "".join(sign for sign in bundle.name if sign.isprintable() and sign not in forbidden).strip(" .")
    return f"{bundle.credit_code}_{name[:60]}_{title}.{ending}"


def place(folder: Folder, sector: str, name: str) -> str:
    """Path inside the package: first level by document, second by sector (〔2019〕71号 四)."""
    return f"{folder.value}/{sector_folder(sector)}/{name}"


def organisation_code(credit_code: str) -> str:
    """The nine signs that carry the old organisation code (组织机构代码) inside a unified social credit code.

    >>> organisation_code("91420000000000001R")
    '00000000-1'
    """
    body = credit_code[8:17]
    return f"{body[:8]}-{body[8:]}" if len(body) == 9 else ""


def by_sector(bundles: Sequence[Bundle]) -> Iterator[tuple[str, list[Bundle]]]:
    """Bundles of each sector folder, in order of folder name, each by credit code."""
    folders = sorted({sector_folder(bundle.sector) for bundle in bundles})
    for folder in folders:
        mine = [bundle for bundle in bundles if sector_folder(bundle.sector) == folder]
        yield folder, sorted(mine, key=lambda bundle: bundle.credit_code)


@dataclass(frozen=True, slots=True)
class Completion:
    """A line of the completion table: when the obligation was met and whether a failure was punished."""

    on_time: bool
    late: bool
    not_done: bool
    punished: bool | None
    remark: str


# A case in one of these states has its decision.
PUNISHED_STATES = ("decided", "served", "executed", "closed")


def completion(bundle: Bundle) -> Completion:
    """Columns of annex 5: on time, late, not, and for the last two whether it has been punished.

    `punished` is None for those that were on time: the column is left empty.
    """
    status = bundle.surrender.status if bundle.surrender is not None else ""
    cases = [case for case in bundle.penalties if case.ground == "shortfall"]
    decided = [case for case in cases if case.state in PUNISHED_STATES]
    on_time = status == "on_time"
    return Completion(
        on_time,
        status == "late",
        not on_time and status != "late",
        None if on_time else bool(decided),
        _remark(bundle, status, cases),
    )


def _remark(bundle: Bundle, status: str, cases: Sequence[PenaltyFacts]) -> str:
    if status == "on_time" or bundle.surrender is None:
        return "" if bundle.surrender is not None else "尚无清缴记录"
    told = [f"应清缴{bundle.surrender.due}吨"]
    if bundle.surrender.shortfall:
        told.append(f"未足额清缴{bundle.surrender.shortfall}吨")
    if bundle.surrender.completed_on is not None:
        told.append(f"{bundle.surrender.completed_on.isoformat()}完成")
    told += [f"{case.number}" + ("" if case.fine_yuan is None else f" 罚款{case.fine_yuan}元") for case in cases]
    return "；".join(told)


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the manifest."""

    name: str
    size: int
    sha256: str
    sm3: str


def listed(name: str, content: bytes) -> Listed:
    """A file with both digests. SM3 is GB/T 32905, asked for where a national algorithm is."""
    sm3 = hashlib.new("sm3", content).hexdigest()
    return Listed(name, len(content), hashlib.sha256(content).hexdigest(), sm3)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a manifest says about the package as a whole."""

    number: str
    year: int
    authority: str
    made_at: datetime
    replaces: str = ""
    lacking: Mapping[str, int] = field(default_factory=dict)
    synthetic: bool = False
    reason: str = ""


def manifest(heading: Heading, files: Iterable[Listed]) -> bytes:
    """The manifest (清单): what the package is and every file with its digests, in fixed order and form."""
    told = {
        "format": FORMAT,
        "package": heading.number,
        "year": heading.year,
        "authority": heading.authority,
        "structure": "环办气候函〔2019〕71号",
        "made_at": heading.made_at.isoformat(),
        "made_on": legal_day(heading.made_at).isoformat(),
        "replaces": heading.replaces,
        "lacking": dict(heading.lacking),
        "reason": heading.reason,
        "synthetic": heading.synthetic,
        "sealed": False,
        "files": [
            {"name": row.name, "size": row.size, "sha256": row.sha256, "sm3": row.sm3}
            for row in sorted(files, key=lambda row: row.name)
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def to_be_signed(manifest_bytes: bytes, number: str, signer: str, signed_at: datetime) -> dict[str, Any]:
    """What the signature covers: the manifest by both digests, who signed it for which package, and when."""
    row = listed(MANIFEST, manifest_bytes)
    return {
        "name": row.name,
        "sha256": row.sha256,
        "sm3": row.sm3,
        "package": number,
        "signer": signer,
        "signed_at": signed_at.isoformat(),
    }
