"""How much of the reductions handed in counts: the national market, the seven pilots and Fujian. Pure.

Each market says of what its cap is a share, which kinds it takes and under which conditions (`lots`), and how far
reductions from elsewhere count. What a market says are provisions, found by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.records.market.rules import NATIONAL
from domain.surrender.rules.lots import Examined, Lot, Reason, Terms, examine

ZERO, ONE = Decimal(0), Decimal(1)
PILOT_ROUNDING = "rounding.pilot.offset_cap"
OTHER, LOCAL, OUTSIDE = "other", "local", "outside"


@dataclass(frozen=True, slots=True)
class CountedLot:
    """What of a lot counts, what does not and why, and the facts that were taken for granted. Whole tonnes."""

    accepted: int
    reasons: tuple[tuple[Reason, int], ...]
    assumed: tuple[str, ...]

    @property
    def refused(self) -> int:
        return sum(tonnes for _, tonnes in self.reasons)

    def refused_for(self, reason: Reason) -> int:
        return sum(tonnes for one, tonnes in self.reasons if one is reason)


@dataclass(frozen=True, slots=True)
class Counted:
    """The cap, and what became of the lots in the order handed in. Whole tonnes."""

    cap: int
    lots: tuple[CountedLot, ...]
    explanation: Explanation

    @property
    def accepted(self) -> int:
        return sum(lot.accepted for lot in self.lots)

    @property
    def refused(self) -> int:
        return sum(lot.refused for lot in self.lots)

    @property
    def refused_for(self) -> tuple[tuple[Reason, int], ...]:
        """Reasons with the tonnes that do not count for them."""
        sums = ((reason, sum(lot.refused_for(reason) for lot in self.lots)) for reason in Reason)
        return tuple((reason, tonnes) for reason, tonnes in sums if tonnes)


def base_of(law: Law, market: str) -> str:
    """Of what a market's cap is a share: `due`, `verified` or `allowances`. NotInForce for a market without rule."""
    return law.text(f"{Terms(Working('', law), market).prefix}.base")


def count_offsets(law: Law, market: str, amounts: Mapping[str, Decimal], lots: Sequence[Lot]) -> Counted:
    """A share of the amount due, verified or issued, in whole tonnes; up to it, reductions that meet the conditions.

    Those bound by no rule on origin and those of the market's own territory are counted first, each in the order handed
    in, then those from elsewhere as far as the market lets them. A condition whose fact was not given is taken as met
    and named. Refused: FACT-MISSING, where the amount or an origin that decides was left out.
    Source: 碳排放权交易管理办法（试行） 第二十九条; 地方政府参与全国碳市场工作手册 试点抵消机制对比表.

    Example (Beijing, 100,000 t of allowances): cap 5,000 t; 2,000 t from Beijing and 2,600 t from Hebei: of the latter
    2,500 t at most, so 4,500 t count and 100 t do not, for their origin.
    """
    terms = _terms(law, market, amounts)
    caps = {kind: _cap(terms, kind) for kind in _separate_kinds(terms, lots)}
    if market == NATIONAL and lots:
        # Which reductions are usable goes by year; a year of which nothing is known is not answered.
        terms.working.provision(f"{terms.prefix}.eligible_from")
    examined = [_examined(terms, number, lot, caps) for number, lot in enumerate(lots, 1)]
    limit = _limit_from_outside(terms, examined)
    total = _total(terms, caps)
    told = (
        _told(terms, caps, examined, limit) if lots else terms.working.result("most_offsets", "offset_cap", total, "t")
    )
    return Counted(int(total), _allot(examined, dict(caps), limit), told)


def _terms(law: Law, market: str, amounts: Mapping[str, Decimal]) -> Terms:
    working = Working("surrender.offset_cap", law)
    working.fact("market", market)
    base = working.provision(f"{Terms(working, market).prefix}.base").value
    if base not in amounts:
        raise refuse("FACT-MISSING", field_name=base, fact=base)
    return Terms(working, market, base, working.given(base, amounts[base], "t"))


def _separate_kinds(terms: Terms, lots: Sequence[Lot]) -> tuple[str, ...]:
    """One cap over all kinds (""), or the kinds that have each their own: those handed in, all when nothing was."""
    if terms.key("share"):
        return ("",)
    known = terms.listed("kinds")
    handed_in = tuple(kind for kind in known if any(lot.counts_as == kind for lot in lots))
    return handed_in or known


def _cap(terms: Terms, kind: str) -> int:
    key = terms.key("share", kind)
    rounding = "rounding.offset_cap" if terms.market == NATIONAL else PILOT_ROUNDING
    most = terms.amount * terms.working.law(key)
    name = "kind_cap" if kind else "offset_cap"
    return int(terms.working.step(name, f"{terms.base} × {key}", most, "t", rounding, kind))


def _total(terms: Terms, caps: Mapping[str, int]) -> Decimal:
    total = Decimal(sum(caps.values()))
    return total if "" in caps else terms.working.step("offset_cap", "Σ kind_cap", total, "t")


@dataclass(frozen=True, slots=True)
class _Examined:
    """A lot after the conditions: what of it may count, against which cap, and whether it comes from outside.

    `group` names its figure: a kind with a cap of its own, local, outside, or other where no rule looks at the origin.
    """

    lot: Lot
    eligible: int
    pot: str
    group: str
    verdict: Examined

    @property
    def outside(self) -> bool:
        return self.group == OUTSIDE


def _examined(terms: Terms, number: int, lot: Lot, caps: Mapping[str, int]) -> _Examined:
    bound = any(terms.key(name, lot.counts_as) for name in LIMITS)
    if not lot.origin and (bound or terms.key("local_only")):
        place = f"offsets[{number}].origin"
        raise refuse("FACT-MISSING", field_name=place, fact=place)
    pot = lot.counts_as if lot.counts_as in caps else ""
    group = pot or (OTHER if not bound else LOCAL if lot.origin == terms.market else OUTSIDE)
    verdict = examine(terms, lot)
    return _Examined(lot, _eligible(terms, str(number), lot, verdict, f"eligible_{group}"), pot, group, verdict)


def _eligible(terms: Terms, number: str, lot: Lot, verdict: Examined, name: str) -> int:
    """What of a lot may count before any limit: nothing, all, or in Hubei a part of what is not filed."""
    working = terms.working
    working.fact("offset_lot", f"{lot.counts_as} {lot.origin}".strip(), number)
    tonnes = working.given("handed_in", Decimal(lot.tonnes), "t", index=number)
    if verdict.refused:
        working.fact("not_counted_for", verdict.refused.value, number)
        return int(working.step(name, "handed_in × 0", ZERO, "t", index=number))
    if lot.filed is False and (key := terms.key("unfiled.share")):
        part = tonnes * working.law(key)
        return int(working.step(name, f"handed_in × {key}", part, "t", PILOT_ROUNDING, number))
    return int(working.step(name, "handed_in", tonnes, "t", index=number))


# What limits reductions from outside: the key of the term, what is local of the kinds bound, and the limit in tonnes.
_Limit = Callable[[Terms, str, int], Decimal]


def _share_of_base(terms: Terms, key: str, own: int) -> Decimal:
    """So much of what the cap is a share of."""
    limit = terms.amount * terms.working.law(key)
    return terms.working.step("outside_limit", f"{terms.base} × {key}", limit, "t", PILOT_ROUNDING)


def _share_of_all(terms: Terms, key: str, own: int) -> Decimal:
    """At least a share of all is local: so much may come from outside beside what is."""
    share = terms.working.law(key)
    formula = f"Σ eligible_local × (1 - {key}) ÷ {key}"
    return terms.working.step("outside_limit", formula, Decimal(own) * (ONE - share) / share, "t", PILOT_ROUNDING)


def _so_many_tonnes(terms: Terms, key: str, own: int) -> Decimal:
    return terms.working.step("outside_limit", key, terms.working.law(key), "t")


LIMITS: Mapping[str, _Limit] = {
    "outside_share": _share_of_base,
    "local_share": _share_of_all,
    "partner_limit": _so_many_tonnes,
}


def _limit_from_outside(terms: Terms, lots: Sequence[_Examined]) -> int | None:
    """How many tonnes may come from outside; None where none are handed in from there."""
    own = _sum(lots, LOCAL)
    for one in lots:
        for name, limit in LIMITS.items():
            if one.outside and (key := terms.key(name, one.lot.counts_as)):
                return int(limit(terms, key, own))
    return None


def _sum(lots: Sequence[_Examined], group: str) -> int:
    return sum(one.eligible for one in lots if one.group == group)


def _allot(lots: Sequence[_Examined], left: dict[str, int], limit: int | None) -> tuple[CountedLot, ...]:
    """Tonnes of each lot, in the order handed in: first what no origin limits, then what comes from outside."""
    outside_left = limit or 0
    counted: dict[int, CountedLot] = {}
    for number, one in sorted(enumerate(lots), key=lambda pair: pair[1].outside):
        within = min(one.eligible, outside_left) if one.outside else one.eligible
        taken = min(within, left.get(one.pot, 0))
        outside_left -= within if one.outside else 0
        left[one.pot] = left.get(one.pot, 0) - taken
        reasons = (
            (one.verdict.refused or Reason.UNFILED, one.lot.tonnes - one.eligible),
            (Reason.ORIGIN, one.eligible - within),
            (Reason.CAP, within - taken),
        )
        counted[number] = CountedLot(taken, tuple(pair for pair in reasons if pair[1]), one.verdict.assumed)
    return tuple(counted[number] for number in range(len(lots)))


def _told(terms: Terms, caps: Mapping[str, int], lots: Sequence[_Examined], limit: int | None) -> Explanation:
    """What counts of all together, under one cap or under those of the kinds."""
    working = terms.working
    if "" in caps:
        own = _sum(lots, OTHER) + _sum(lots, LOCAL)
        within = own if limit is None else own + min(_sum(lots, OUTSIDE), limit)
        outside = "" if limit is None else " + min(Σ eligible_outside, outside_limit)"
        formula = f"min(offset_cap, Σ eligible_other + Σ eligible_local{outside})"
        return working.result("offsets_accepted", formula, Decimal(min(caps[""], within)), "t")
    total = ZERO
    for kind, cap in caps.items():
        formula, counts = f"min(kind_cap, Σ eligible_{kind})", Decimal(min(cap, _sum(lots, kind)))
        total += working.step("accepted_of_kind", formula, counts, "t", index=kind)
    return working.result("offsets_accepted", "Σ accepted_of_kind", total, "t")
