"""Reconciling a registry statement with the portal's account: coded differences, and what may be booked. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.core.findings import Finding, Place, Severity
from domain.core.law import Law
from domain.core.workbook import Line
from domain.surrender.rules import vintage_usable
from domain.surrender.states import ALLOWANCE_KINDS, ORDER_28, OUTGOING, MovementKind

REGISTRY = "碳排放权登记管理规则（试行）"
OFFSETS = "碳排放权交易管理办法（试行） 第二十九条"
# Lines of these kinds are compared in sums as well, one sum for each enterprise.
_SUMMED = {MovementKind.OFFSET_CANCEL: "offset", MovementKind.SURRENDER: "more"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a statement. Tonnes are whole."""

    credit_code: str
    name: str
    kind: MovementKind
    vintage: int | None
    tonnes: int
    on_day: date
    reference: str
    place: Place

    @property
    def content(self) -> tuple[str, int | None, int, date]:
        return (self.kind.value, self.vintage, self.tonnes, self.on_day)

    @property
    def about(self) -> str:
        """What a difference over this line is about, the same in every statement that repeats the line."""
        if self.kind is MovementKind.HOLDING:
            return f"holding:{self.credit_code}:{self.vintage}"
        parts = (self.credit_code, self.kind.value, self.vintage, self.tonnes, self.on_day.isoformat(), self.reference)
        return "line:" + ":".join(str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Owner:
    """An enterprise as the portal knows it, with its obligation of the year where there is one."""

    enterprise_id: int
    name: str
    obligation_id: int | None = None
    due: int = 0
    surrendered: int = 0
    offsets: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """A movement known from an earlier statement."""

    enterprise_id: int
    content: tuple[str, int | None, int, date]


@dataclass(frozen=True, slots=True)
class Account:
    """The portal's side: enterprises by credit code, holdings now and how they came about, numbers booked before."""

    year: int
    today: date
    owners: Mapping[str, Owner]
    held: Mapping[tuple[int, int], int] = field(default_factory=dict)
    changes: Mapping[tuple[int, int], Sequence[tuple[date, int]]] = field(default_factory=dict)
    booked: Mapping[str, Booked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding, what it is about, and whose it is."""

    finding: Finding
    about: str
    credit_code: str
    name: str
    enterprise_id: int | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What of a statement is to be booked, what was known already, and what differs.

    `examined` names everything that the statement had a word on: a difference that waits over one of these and is not
    found again is settled by it.
    """

    accepted: tuple[tuple[Row, Owner], ...]
    repeated: int
    differences: tuple[Difference, ...]
    examined: frozenset[str]


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The lines of the sheet as rows; a line that lacks what every line has is left to the reader's findings."""
    return [row for row in map(_row, lines) if row is not None]


def _row(line: Line) -> Row | None:
    tonnes, on_day, kind = line.integer("tonnes"), line.day("day"), line.text("kind")
    if tonnes is None or on_day is None or not kind or not line.text("credit_code"):
        return None
    return Row(
        line.text("credit_code"),
        line.text("name"),
        MovementKind(kind),
        line.integer("vintage"),
        tonnes,
        on_day,
        line.text("reference"),
        line.place("credit_code"),
    )


def reconcile(rows: Sequence[Row], account: Account, law: Law) -> Reconciled:
    """Compare a statement with the portal's account, line by line and then in sums.

    A line with a difference that stops is not booked; one that only warns is. A line that was booked before, to the
    letter, is passed over, so that a statement may be sent again or overlap with the one before.
    """
    found: list[Difference] = []
    candidates: list[tuple[Row, Owner]] = []
    repeated, seen = 0, set[str]()
    for row in rows:
        owner = account.owners.get(row.credit_code)
        told = [*_findings_of(row, owner, account, law, seen)]
        found += [_difference(finding, row, owner) for finding in told]
        known = row.reference in account.booked
        repeated += known and not any(finding.code == "SURRENDER-REFERENCE-DIFFERS" for finding in told)
        seen |= {row.reference} - {""}
        if owner is not None and not known and not any(finding.stops for finding in told):
            candidates.append((row, owner))
    accepted, overdrawn = _within_holdings(candidates, account)
    found += overdrawn
    found += _holdings(rows, accepted, account)
    found += [*_sums(accepted, rows, account)]
    booked = tuple(pair for pair in accepted if pair[0].kind is not MovementKind.HOLDING)
    return Reconciled(booked, repeated, tuple(found), frozenset(_examined(rows)))


def _examined(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield row.about
        if row.kind in _SUMMED:
            yield f"{_SUMMED[row.kind]}:{row.credit_code}"


def _difference(finding: Finding, row: Row, owner: Owner | None, about: str = "") -> Difference:
    return Difference(finding, about or row.about, row.credit_code, row.name, owner.enterprise_id if owner else None)


def _findings_of(row: Row, owner: Owner | None, account: Account, law: Law, seen: set[str]) -> Iterator[Finding]:
    """Everything that one line says otherwise than the portal, whatever the other lines say."""
    if owner is None:
        yield _finding("SURRENDER-CODE", row, ORDER_28, credit_code=row.credit_code, name=row.name)
        return
    yield from name_agrees(row, owner)
    yield from day_has_come(row, account.today)
    if row.kind is MovementKind.HOLDING:
        yield from vintage_given(row)
        return
    yield from reference_once(row, owner, account, seen)
    if not row.tonnes:
        yield _finding("SURRENDER-TONNES", row, REGISTRY, name=row.name)
    if row.kind in ALLOWANCE_KINDS:
        yield from vintage_given(row)
    if row.kind in (MovementKind.SURRENDER, MovementKind.OFFSET_CANCEL) and owner.obligation_id is None:
        yield _finding("SURRENDER-NO-OBLIGATION", row, ORDER_28, name=row.name, year=account.year)
    if row.kind is MovementKind.SURRENDER and row.vintage is not None:
        yield from vintage_allowed(row, account.year, law)


def _finding(code: str, row: Row, citation: str, **facts: object) -> Finding:
    """The line is not booked."""
    return Finding(code, Severity.STOP, row.place, {name: str(value) for name, value in facts.items()}, citation)


def _warning(code: str, row: Row, citation: str, **facts: object) -> Finding:
    """The line is booked, and somebody looks."""
    return replace(_finding(code, row, citation, **facts), severity=Severity.WARN)


def name_agrees(row: Row, owner: Owner) -> Iterator[Finding]:
    """SURRENDER-NAME: the registry calls the holder of an account as the portal does; the credit code decides.

    Example: 示例电力有限公司 against 示例电力有限责任公司: booked by the code, and somebody looks.
    """
    if "".join(row.name.split()) != "".join(owner.name.split()):
        facts = {"credit_code": row.credit_code, "name": row.name, "known": owner.name}
        yield _warning("SURRENDER-NAME", row, REGISTRY, **facts)


def day_has_come(row: Row, today: date) -> Iterator[Finding]:
    """SURRENDER-FUTURE: nothing is booked on a day that has not come."""
    if row.on_day > today:
        yield _finding("SURRENDER-FUTURE", row, REGISTRY, day=row.on_day.isoformat(), today=today.isoformat())


def vintage_given(row: Row) -> Iterator[Finding]:
    """SURRENDER-VINTAGE-MISSING: allowances have a vintage; without it no account can be named."""
    if row.vintage is None:
        yield _finding("SURRENDER-VINTAGE-MISSING", row, REGISTRY, name=row.name)


def vintage_allowed(row: Row, year: int, law: Law) -> Iterator[Finding]:
    """SURRENDER-VINTAGE: allowances of the year and of earlier years settle it, as far back as the law lets them.

    Example: for 2024 the vintages 2019 to 2024; one of 2025 is not taken.
    """
    if row.vintage is not None and not vintage_usable(law, row.vintage):
        earliest, latest = law.text("surrender.vintage.earliest"), law.text("surrender.vintage.latest")
        facts = {"vintage": row.vintage, "year": year, "earliest": earliest, "latest": latest, "name": row.name}
        yield _finding("SURRENDER-VINTAGE", row, law.provision("surrender.vintage.latest").citation, **facts)


def reference_once(row: Row, owner: Owner, account: Account, seen: set[str]) -> Iterator[Finding]:
    """SURRENDER-REFERENCE-…: every movement has the registry's number; one number is one movement.

    A number that is missing, that stands twice in the statement, or that was booked before as something else.
    """
    if not row.reference:
        yield _finding("SURRENDER-REFERENCE-MISSING", row, REGISTRY, name=row.name, tonnes=row.tonnes)
    elif row.reference in seen:
        yield _finding("SURRENDER-REFERENCE-TWICE", row, REGISTRY, reference=row.reference, name=row.name)
    elif row.reference in account.booked:
        known = account.booked[row.reference]
        if known != Booked(owner.enterprise_id, row.content):
            facts = {"reference": row.reference, "name": row.name, "tonnes": row.tonnes, "known": known.content[2]}
            yield _finding("SURRENDER-REFERENCE-DIFFERS", row, REGISTRY, **facts)


def _within_holdings(
    candidates: Sequence[tuple[Row, Owner]], account: Account
) -> tuple[list[tuple[Row, Owner]], list[Difference]]:
    """SURRENDER-OVER: nobody hands in or sells more than is held, in the order of the days, what comes in first.

    Example: 900 t held, 1,000 t handed in: not booked, for one of the two accounts is wrong.
    """
    held = defaultdict(int, account.held)
    accepted: list[tuple[Row, Owner]] = []
    found: list[Difference] = []
    for row, owner in sorted(candidates, key=lambda pair: (pair[0].on_day, pair[0].kind in OUTGOING)):
        key = (owner.enterprise_id, row.vintage or 0)
        if row.kind in OUTGOING and held[key] < row.tonnes:
            facts: dict[str, object] = {"name": row.name, "vintage": row.vintage, "held": held[key]}
            facts["tonnes"] = row.tonnes
            found.append(_difference(_finding("SURRENDER-OVER", row, REGISTRY, **facts), row, owner))
            continue
        if row.kind in ALLOWANCE_KINDS:
            held[key] += -row.tonnes if row.kind in OUTGOING else row.tonnes
        accepted.append((row, owner))
    return accepted, found


def _holdings(rows: Sequence[Row], accepted: Sequence[tuple[Row, Owner]], account: Account) -> list[Difference]:
    """SURRENDER-HOLDING: what the registry says is held at the end of a day is what the portal's account holds.

    Movements of the same statement are counted first. Example: 1,200 t there, 1,000 t here: 200 t to be cleared up.
    """
    fresh: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for row, owner in accepted:
        if row.kind in ALLOWANCE_KINDS and row.vintage is not None:
            signed = -row.tonnes if row.kind in OUTGOING else row.tonnes
            fresh[owner.enterprise_id, row.vintage].append((row.on_day, signed))
    found: list[Difference] = []
    # A line that is itself doubtful (other name) is compared; one of an unknown account, or yet to come, cannot be.
    for row in rows:
        known = account.owners.get(row.credit_code)
        if row.kind is not MovementKind.HOLDING or known is None or row.vintage is None or row.on_day > account.today:
            continue
        key = (known.enterprise_id, row.vintage)
        held = sum(tonnes for on, tonnes in [*account.changes.get(key, ()), *fresh.get(key, ())] if on <= row.on_day)
        if held != row.tonnes:
            facts = {"name": row.name, "vintage": row.vintage, "day": row.on_day.isoformat(), "registry": row.tonnes}
            facts |= {"portal": held, "difference": row.tonnes - held}
            finding = _warning("SURRENDER-HOLDING", row, REGISTRY, **facts)
            found.append(_difference(finding, row, known))
    return found


def _sums(accepted: Sequence[tuple[Row, Owner]], rows: Sequence[Row], account: Account) -> Iterator[Difference]:
    """What the lines of one enterprise come to together, with what was known before."""
    sums: dict[tuple[str, MovementKind], int] = defaultdict(int)
    for row, _ in accepted:
        sums[row.credit_code, row.kind] += row.tonnes
    last = {(row.credit_code, row.kind): row for row in rows}
    for (credit_code, kind), row in last.items():
        owner = account.owners.get(credit_code)
        if owner is None or owner.obligation_id is None:
            continue
        fresh = sums[credit_code, kind]
        if kind in _SUMMED:
            compare = offsets_agree if kind is MovementKind.OFFSET_CANCEL else no_more_than_due
            for finding in compare(row, owner, fresh):
                yield _difference(finding, row, owner, f"{_SUMMED[kind]}:{credit_code}")


def offsets_agree(row: Row, owner: Owner, fresh: int) -> Iterator[Finding]:
    """SURRENDER-OFFSET-DIFFERS: the reductions cancelled in the registry are those that the portal has counted.

    Example: 5,000 t cancelled, 4,000 t counted: 1,000 t were cancelled without counting, or not yet recorded.
    """
    cancelled = owner.cancelled + fresh
    if cancelled != owner.offsets:
        facts = {"name": owner.name, "cancelled": cancelled, "counted": owner.offsets}
        yield _warning("SURRENDER-OFFSET-DIFFERS", row, OFFSETS, **facts)


def no_more_than_due(row: Row, owner: Owner, fresh: int) -> Iterator[Finding]:
    """SURRENDER-MORE: who hands in more than is due should be told; the registry gives it back on request."""
    handed_in = owner.surrendered + fresh + owner.offsets
    if handed_in > owner.due:
        facts = {"name": owner.name, "due": owner.due, "more": handed_in - owner.due}
        yield _warning("SURRENDER-MORE", row, ORDER_28, **facts)


def offset_refusals(ineligible: int, over_cap: int, cap: int, first_day: str, due: int) -> Iterator[Finding]:
    """Why certified reductions do not count: registered too early (SURRENDER-OFFSET-EARLY), or beyond the cap.

    Example: cap 21,645 t; 20,000 t counted before, 5,000 t more: 3,355 t do not count (SURRENDER-OFFSET-CAP).
    """
    if ineligible:
        facts = {"tonnes": str(ineligible), "from": first_day}
        yield Finding("SURRENDER-OFFSET-EARLY", Severity.WARN, Place(field="registered_on"), facts, OFFSETS)
    if over_cap:
        facts = {"tonnes": str(over_cap), "cap": str(cap), "due": str(due)}
        yield Finding("SURRENDER-OFFSET-CAP", Severity.WARN, Place(field="tonnes"), facts, OFFSETS)
