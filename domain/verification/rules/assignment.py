"""The best assignment of verification bodies for the whole province: lawful first, then as even as can be.

Anyone with the same enterprises, bodies and ties gets the same answer: there is no chance in it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.core.law import Law
from domain.verification.rules.eligibility import Body, Enterprise, Excluded, Tie, exclusions
from domain.verification.states import PROVINCE_WIDE, Exclusion


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who verifies whom; who could be given nobody; and for each enterprise which bodies were shut out and why."""

    body_of: Mapping[int, int]
    unassigned: tuple[int, ...]
    excluded: Mapping[tuple[int, int], tuple[Excluded, ...]]
    loads: Mapping[int, int]
    digest: str


def assign(
    enterprises: Sequence[Enterprise], bodies: Sequence[Body], ties: Iterable[Tie], *, year: int, day: date, law: Law
) -> Assignment:
    """Give every enterprise a lawful body, as many enterprises as capacities allow, loads as even as ties allow.

    Enterprises are taken in order of their credit codes. Each is given to the body with the least load that can be
    reached directly or by handing enterprises on from body to body (an alternating path); among equals to the body
    with the smallest number. Taken one by one like this, the result has the most enterprises placed and no hand-over
    would make two loads more even (optimal semi-matching, Harvey, Ladner, Lovász and Tamir, 2006).

    Three enterprises, two bodies of capacity 3, one tied to the first: loads 2 and 1, and never the tied pair.
    """
    index = _Ties(ties)
    excluded: dict[tuple[int, int], tuple[Excluded, ...]] = {}
    eligible: dict[int, list[int]] = {}
    ordered = sorted(enterprises, key=lambda enterprise: enterprise.code)
    numbered = sorted(bodies, key=lambda body: body.id)
    for enterprise in ordered:
        eligible[enterprise.id] = []
        for body in numbered:
            reasons = exclusions(enterprise, body, index.of(body.id, enterprise.id), year=year, day=day, law=law)
            if reasons:
                excluded[enterprise.id, body.id] = reasons
            else:
                eligible[enterprise.id].append(body.id)
    matching = _Matching({body.id: body for body in bodies}, eligible)
    unassigned = tuple(enterprise.id for enterprise in ordered if not matching.place(enterprise.id))
    for enterprise_id in unassigned:
        for body_id in eligible[enterprise_id]:
            excluded[enterprise_id, body_id] = (Excluded(Exclusion.NO_CAPACITY, None, ""),)
    digest = inputs_digest(ordered, numbered, index.all, year=year, day=day)
    return Assignment(dict(matching.body_of), unassigned, excluded, dict(matching.load), digest)


class _Ties:
    """Ties found by body and enterprise, so that a province with many does not read all of them for each pair."""

    def __init__(self, ties: Iterable[Tie]) -> None:
        self.all = tuple(ties)
        self._by_pair: dict[tuple[int, int | None], list[Tie]] = defaultdict(list)
        for tie in self.all:
            everywhere = tie.kind in PROVINCE_WIDE or tie.enterprise_id is None
            self._by_pair[tie.body_id, None if everywhere else tie.enterprise_id].append(tie)

    def of(self, body_id: int, enterprise_id: int) -> list[Tie]:
        """What may stand between a body and an enterprise."""
        return self._by_pair.get((body_id, None), []) + self._by_pair.get((body_id, enterprise_id), [])


class _Matching:
    """The assignment while it grows."""

    def __init__(self, bodies: Mapping[int, Body], eligible: Mapping[int, list[int]]) -> None:
        self.bodies, self.eligible = bodies, eligible
        self.body_of: dict[int, int] = {}
        self.held: dict[int, list[int]] = {body_id: [] for body_id in bodies}
        self.load: dict[int, int] = {body_id: body.load for body_id, body in bodies.items()}

    def place(self, enterprise_id: int) -> bool:
        """Place one enterprise along the best path; False when no body that can be reached has room."""
        comes_from = self._reach(enterprise_id)
        with_room = [body for body in comes_from if self.load[body] < self.bodies[body].capacity]
        if not with_room:
            return False
        best = min(with_room, key=lambda body: (self.load[body], body))
        self.load[best] += 1
        self._hand_on(best, enterprise_id, comes_from)
        return True

    def _reach(self, enterprise_id: int) -> dict[int, int]:
        """Bodies that can be reached → the enterprise that would come to each (breadth first)."""
        comes_from: dict[int, int] = {}
        waiting = [enterprise_id]
        for mover in waiting:
            for body in self.eligible[mover]:
                if body not in comes_from:
                    comes_from[body] = mover
                    waiting.extend(self.held[body])
            if len(comes_from) == len(self.bodies):
                break
        return comes_from

    def _hand_on(self, body: int, newcomer: int, comes_from: Mapping[int, int]) -> None:
        """Let every enterprise of the path move one body on, from the far end back to the newcomer."""
        while True:
            mover = comes_from[body]
            left = self.body_of.get(mover)
            self.held[body].append(mover)
            self.body_of[mover] = body
            if left is None or mover == newcomer:
                return
            self.held[left].remove(mover)
            body = left


def inputs_digest(
    enterprises: Iterable[Enterprise], bodies: Iterable[Body], ties: Iterable[Tie], *, year: int, day: date
) -> str:
    """SHA-256 over everything the assignment rests on, so that a repetition can show that it began from the same.

    Enterprises in order of their codes, bodies of their numbers.
    """
    lines = [f"year {year} on {day.isoformat()}"]
    lines += [
        f"enterprise {one.code} verified {sorted(one.verified_by.items())} declined {sorted(one.declined_by)}"
        for one in enterprises
    ]
    lines += [
        f"body {one.id} capacity {one.capacity} load {one.load} prepares {one.prepares_reports}" for one in bodies
    ]
    lines += sorted(
        f"tie {tie.body_id} {tie.enterprise_id} {tie.kind} {tie.since} {tie.until} {tie.person_id}" for tie in ties
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
