"""The assignment of the province: lawful, complete, as even as can be, and the same for everyone who repeats it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.verification.rules.assignment import Assignment, assign
from domain.verification.rules.eligibility import Body, Enterprise, Tie
from domain.verification.states import Exclusion, TieKind
from tests.law.edition import law

YEAR, DAY = 2024, date(2025, 5, 15)
LAW = law(DAY)


def run(enterprises: list[Enterprise], bodies: list[Body], ties: list[Tie]) -> Assignment:
    return assign(enterprises, bodies, ties, year=YEAR, day=DAY, law=LAW)


def plants(count: int) -> list[Enterprise]:
    return [Enterprise(100 + number, f"code{number:03d}") for number in range(count)]


def tied(*pairs: tuple[int, int]) -> list[Tie]:
    return [Tie(body, enterprise, TieKind.CONSULTING, date(2020, 1, 1)) for body, enterprise in pairs]


def test_a_tie_is_never_assigned_and_its_reason_is_told() -> None:
    found = run(plants(3), [Body(1, 3), Body(2, 3)], tied((1, 100)))
    assert found.body_of[100] == 2
    assert sorted(found.loads.values()) == [1, 2]
    assert [one.reason for one in found.excluded[100, 1]] == [Exclusion.CONSULTING]


def test_enterprises_are_handed_on_to_make_room() -> None:
    """The first plant goes to body 1, and is handed on to body 2 for those that only body 1 may take."""
    found = run(plants(3), [Body(1, 2), Body(2, 1)], tied((2, 101), (2, 102)))
    assert found.unassigned == ()
    assert found.body_of == {100: 2, 101: 1, 102: 1}


def test_what_nobody_may_take_is_left_and_says_why() -> None:
    found = run(plants(2), [Body(1, 5)], tied((1, 100)))
    assert found.unassigned == (100,)
    full = run(plants(2), [Body(1, 1)], [])
    assert full.unassigned == (101,)
    assert [one.reason for one in full.excluded[101, 1]] == [Exclusion.NO_CAPACITY]


def test_tasks_on_hand_count() -> None:
    found = run(plants(2), [Body(1, 5, load=2), Body(2, 5)], [])
    assert found.body_of == {100: 2, 101: 2}


def test_a_body_over_its_capacity_gets_nothing_more() -> None:
    assert run(plants(1), [Body(1, 1, load=3)], []).unassigned == (100,)


@st.composite
def provinces(draw: st.DrawFn) -> tuple[list[Enterprise], list[Body], list[Tie]]:
    enterprises = plants(draw(st.integers(0, 9)))
    numbers = range(1, draw(st.integers(1, 4)) + 1)
    small = st.integers(0, 5)
    bodies = [Body(number, draw(small), draw(st.integers(0, 9)) == 0, draw(st.integers(0, 2))) for number in numbers]
    pairs = [(body.id, plant.id) for body in bodies for plant in enterprises]
    return enterprises, bodies, tied(*draw(st.lists(st.sampled_from(pairs), max_size=14) if pairs else st.just([])))


def cost(loads: Counter[int], bodies: list[Body]) -> int:
    """Evenness: the sum of 1 + 2 + … + load over all bodies, which is least when loads are as even as can be."""
    return sum((body.load + loads[body.id]) * (body.load + loads[body.id] + 1) // 2 for body in bodies)


def options(plant: Enterprise, bodies: list[Body], ties: list[Tie]) -> list[int | None]:
    barred = {tie.body_id for tie in ties if tie.enterprise_id == plant.id}
    return [None, *(body.id for body in bodies if body.id not in barred and not body.prepares_reports)]


@given(provinces())
@settings(max_examples=150, deadline=None)
def test_never_a_tie_never_over_capacity_always_accounted_for(
    province: tuple[list[Enterprise], list[Body], list[Tie]],
) -> None:
    enterprises, bodies, ties = province
    found = run(enterprises, bodies, ties)
    loads = Counter(found.body_of.values())
    for body in bodies:
        assert loads[body.id] <= max(0, body.capacity - body.load)
        assert found.loads[body.id] == body.load + loads[body.id]
        assert not (body.prepares_reports and loads[body.id])
    assert not {(body, plant) for plant, body in found.body_of.items()} & {(t.body_id, t.enterprise_id) for t in ties}
    assert {*found.body_of, *found.unassigned} == {plant.id for plant in enterprises}
    for plant in found.unassigned:
        assert {body for one, body in found.excluded if one == plant} == {body.id for body in bodies}


@given(provinces())
@settings(max_examples=150, deadline=None)
def test_no_handing_on_would_make_loads_more_even(province: tuple[list[Enterprise], list[Body], list[Tie]]) -> None:
    """Follow every chain of hand-overs from a busy body: none ends at a body two or more below it with room."""
    enterprises, bodies, ties = province
    found = run(enterprises, bodies, ties)
    by_id = {body.id: body for body in bodies}
    for start in bodies:
        reached, waiting = {start.id}, [start.id]
        for body in waiting:
            for plant in (plant for plant in enterprises if found.body_of.get(plant.id) == body):
                onward = [one for one in options(plant, bodies, ties) if one is not None and one not in reached]
                reached.update(onward)
                waiting.extend(onward)
        for other in reached:
            if found.loads[other] < by_id[other].capacity:
                assert found.loads[start.id] - found.loads[other] <= 1


@given(provinces())
@settings(max_examples=25, deadline=None)
def test_as_good_as_trying_everything(province: tuple[list[Enterprise], list[Body], list[Tie]]) -> None:
    enterprises, bodies, ties = province
    enterprises = enterprises[:5]
    found = run(enterprises, bodies, ties)
    best = None
    for choice in product(*(options(plant, bodies, ties) for plant in enterprises)):
        loads = Counter(body for body in choice if body is not None)
        if all(loads[body.id] <= max(0, body.capacity - body.load) for body in bodies):
            measure = (-sum(loads.values()), cost(loads, bodies))
            best = measure if best is None else min(best, measure)
    assert best == (-len(found.body_of), cost(Counter(found.body_of.values()), bodies))


@given(provinces(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_facts_come_changes_nothing(
    province: tuple[list[Enterprise], list[Body], list[Tie]], chance: random.Random
) -> None:
    enterprises, bodies, ties = province
    first = run(enterprises, bodies, ties)
    shuffled = [chance.sample(each, len(each)) for each in (enterprises, bodies, ties)]
    again = run(*shuffled)  # type: ignore[arg-type]
    assert again.body_of == first.body_of
    assert again.digest == first.digest


def test_the_digest_tells_apart_what_the_assignment_rests_on() -> None:
    enterprises, bodies = plants(2), [Body(1, 2), Body(2, 2)]
    digests = {
        run(enterprises, bodies, []).digest,
        run(enterprises, bodies, tied((1, 100))).digest,
        run(enterprises, [Body(1, 2), Body(2, 3)], []).digest,
        run(plants(3), bodies, []).digest,
    }
    assert len(digests) == 4
    assert len({run(list(each), bodies, []).digest for each in permutations(enterprises)}) == 1
