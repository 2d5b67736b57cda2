"""What programs are answered: the shapes that the OpenAPI description tells of. Figures are texts: no digit is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding: its stable code, where it is, and its sentence in the language asked for.

    `pointer` is the JSON pointer into what was sent, where JSON was sent; `cell` the cell of the form either way.
    """

    code: str
    severity: str
    text: str
    sheet: str = ""
    cell: str = ""
    pointer: str = ""
    citation: str = ""
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong (RFC 9457): `title` names it, `detail` says it, `advice` what to do, and `findings` say where."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    advice: str
    findings: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt of what was sent: `sha256` is the digest of its bytes, as the portal keeps them."""

    version: int
    number: int
    state: str
    sha256: str
    size: int
    received_at: datetime
    findings_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version that was filed. `state` is `received` until it was read, then `stopped` or `clean`."""

    version: int
    number: int
    state: str
    form: str
    file_name: str
    sha256: str
    received_at: datetime
    emissions_tonnes: str | None
    stops: int
    warns: int
    findings_at: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A version with what was found in it."""

    version: Version
    findings: list[Remark]


@dataclass(frozen=True, slots=True)
class Report:
    """Where the report of a year stands. `owed` says whether a new version is taken, `submittable` whether the newest
    one may be signed (by the signatory, on the page)."""

    year: int
    state: str
    form: str
    deadline: date | None
    late: bool
    owed: bool
    submittable: bool
    emissions_tonnes: str | None
    versions: list[Version]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a sector and year: its JSON schema, and what the portal knows already of your own enterprise."""

    form: str
    edition: str
    year: int
    schema: dict[str, Any]
    data: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a monitoring plan or data quality control plan; `number` is 0 until it was read."""

    plan: int
    number: int
    state: str
    file_name: str
    sha256: str
    received_at: datetime
    filed_at: datetime | None
    stops: int
    warns: int
    findings_at: str


@dataclass(frozen=True, slots=True)
class Plans:
    """Every version of the plan of a year, newest first."""

    year: int
    versions: list[PlanVersion]


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """A version of a plan with what was found in it."""

    plan: PlanVersion
    findings: list[Remark]


@dataclass(frozen=True, slots=True)
class PlanReceived:
    """The receipt of a plan that was sent."""

    plan: int
    state: str
    sha256: str
    size: int
    received_at: datetime
    findings_at: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the year. `state` and `standing` are empty before it is opened, `last_day` is the last day on which
    it is in time (null where the sector owes none), `owed` says whether a new version is taken, `records` how many
    original records are attached. Version, findings and emissions are those of the version that counts."""

    month: int
    state: str
    standing: str
    last_day: date | None
    late: bool
    owed: bool
    version: int | None
    stops: int
    warns: int
    emissions_tonnes: str | None
    records: int


@dataclass(frozen=True, slots=True)
class Months:
    """The twelve months of a year, January first."""

    year: int
    months: list[Month]


@dataclass(frozen=True, slots=True)
class Record:
    """An original record of a month; `sha256` is the digest of its bytes, as the portal keeps them."""

    record: int
    kind: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What of a month has to be proved, by one of which kinds of record, and whether one is there."""

    proved: str
    kinds: list[str]
    there: bool


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """One month with its versions, newest first, its original records, and what they have to prove."""

    year: int
    month: Month
    submittable: bool
    versions: list[Version]
    records: list[Record]
    proofs: list[Proof]
