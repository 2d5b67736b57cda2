"""The cast: complete, honest about what is invented, and able to do every part of the story."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.core.duties import POSTS, Kind
from domain.records.people.rules import SHORTEST_PASSWORD, is_credit_code
from seed.cast import the_cast

PARTS = {
    "gas_short",
    "gas_long",
    "late_filer",
    "two_versions",
    "refuser",
    "objector",
    "gap_cap",
    "late_surrender",
    "short_surrender",
    "too_many_offsets",
}


def test_all_units_of_the_tracker_are_there() -> None:
    real = [enterprise for enterprise in the_cast().enterprises if not enterprise.fictional]
    assert len(real) == 27
    assert sum(len(enterprise.units) for enterprise in real) == 80


def test_unit_numbers_are_unique_within_an_enterprise() -> None:
    for enterprise in the_cast().enterprises:
        numbers = [unit.number for unit in enterprise.units]
        assert len(numbers) == len(set(numbers)), enterprise.slug


def test_credit_codes_are_valid_and_each_its_own() -> None:
    cast = the_cast()
    codes = [organisation.credit_code for organisation in (*cast.enterprises, *cast.bodies)]
    assert all(is_credit_code(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_whoever_has_a_part_in_the_story_is_invented_and_says_so() -> None:
    invented = [enterprise for enterprise in the_cast().enterprises if enterprise.role]
    assert {enterprise.role for enterprise in invented} == PARTS
    for enterprise in invented:
        assert enterprise.fictional
        assert enterprise.name.startswith(("示例", "虚构"))
        assert enterprise.name_en.startswith(("Example", "Fictional"))


def test_every_enterprise_is_marked_synthetic() -> None:
    assert all(enterprise.facts["synthetic"] for enterprise in the_cast().enterprises)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.code)
def test_every_post_is_held(post) -> None:  # type: ignore[no-untyped-def]
    assert the_cast().holding(post.code)


def test_sign_in_names_are_unique_and_passwords_long_enough() -> None:
    people = the_cast().people
    assert max(Counter(person.sign_in for person in people).values()) == 1
    assert all(len(person.password) >= SHORTEST_PASSWORD for person in people)


def test_people_of_enterprises_and_bodies_belong_to_one() -> None:
    kinds = {post.code: post.kind for post in POSTS}
    for person in the_cast().people:
        assert bool(person.enterprise) == (kinds[person.post] is Kind.ENTERPRISE), person.sign_in
        assert bool(person.body) == (kinds[person.post] is Kind.BODY), person.sign_in


def test_the_tie_names_an_invented_enterprise() -> None:
    cast = the_cast()
    ties = [body.tie for body in cast.bodies if body.tie]
    assert len(ties) == 1
    assert cast.enterprise(ties[0].enterprise).fictional
