"""The double-random draw: published, bound, fair, and repeated here by means of its own."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.recheck import checks
from domain.recheck.rules.drawing import Frame, commitment, draw, frame, how_many, lot, lots
from domain.recheck.states import Group
from tests.law.edition import law

LAW = law(date(2025, 6, 20))
ENTERPRISES = [(f"9142000000000{number:05d}", Group.SHARE) for number in range(30)]
INSPECTORS = [41, 42, 43, 44]
RECIPE = Path(__file__).parents[3] / "templates" / "recheck" / "recipe.html"


def make(enterprises: list[tuple[str, Group]] = ENTERPRISES, inspectors: list[int] = INSPECTORS) -> Frame:
    return frame(2024, enterprises, inspectors, LAW)


def test_a_share_of_the_rest_at_least() -> None:
    assert [how_many(rest, Decimal("0.10")) for rest in (0, 1, 10, 11, 30)] == [0, 1, 1, 2, 3]


def test_the_frame_is_the_same_in_whatever_order_it_was_found() -> None:
    first, again = make(), make(ENTERPRISES[::-1], INSPECTORS[::-1])
    assert first.text() == again.text()
    assert first.digest() == again.digest()
    assert make(ENTERPRISES[1:]).digest() != first.digest()
    assert make(inspectors=[41, 42, 43]).digest() != first.digest()


def test_the_seed_decides() -> None:
    drawn = {seed: tuple(one.code for one in draw(make(), seed)) for seed in ("first", "second", "third")}
    assert len(set(drawn.values())) > 1
    assert draw(make(), "first") == draw(make(), "first")


def test_named_and_problem_enterprises_are_rechecked_without_chance() -> None:
    groups = [(ENTERPRISES[0][0], Group.NAMED), (ENTERPRISES[1][0], Group.PROBLEM), *ENTERPRISES[2:]]
    for seed in ("a", "b", "c"):
        drawn = draw(make(groups), seed)
        assert [one.group for one in drawn].count(Group.SHARE) == how_many(28, Decimal("0.10"))
        assert {groups[0][0], groups[1][0]} <= {one.code for one in drawn}
        assert all(bool(one.lot) == (one.group is Group.SHARE) for one in drawn)


def test_each_recheck_has_two_different_inspectors_of_the_frame() -> None:
    assert len(lots(make(), "seed")) == 30
    for one in draw(make(), "seed"):
        assert len(set(one.inspectors)) == 2
        assert set(one.inspectors) <= set(INSPECTORS)


def test_over_many_seeds_everyone_is_drawn_about_as_often() -> None:
    """3 of 30 over 1,000 seeds: 100 times each; six standard deviations are 57."""
    drawn = Counter(one.code for seed in range(1000) for one in draw(make(), f"seed {seed}"))
    assert len(drawn) == 30
    assert all(43 < count < 157 for count in drawn.values())


def test_the_first_lot_worked_by_hand() -> None:
    """The lot by the definition of HMAC (RFC 2104), without the module."""
    from hashlib import sha256

    key = b"seed".ljust(64, b"\0")
    inner = sha256(bytes(sign ^ 0x36 for sign in key) + b"enterprise:X").digest()
    assert lot("seed", "enterprise:X") == sha256(bytes(sign ^ 0x5C for sign in key) + inner).hexdigest()


def recipe() -> str:
    """The program as printed on the public page."""
    text = RECIPE.read_text(encoding="utf-8")
    return unescape(text.split("<code>", 1)[1].split("</code>", 1)[0])


@pytest.mark.parametrize("seed", ["seed", "湖北 2025-07-01 见证", "4f7c"])
def test_the_published_recipe_repeats_the_draw(tmp_path: Path, seed: str) -> None:
    groups = [(ENTERPRISES[0][0], Group.NAMED), (ENTERPRISES[1][0], Group.PROBLEM), *ENTERPRISES[2:]]
    made = make(groups)
    (tmp_path / "frame.txt").write_text(made.text(), encoding="utf-8", newline="\n")
    (tmp_path / "repeat.py").write_text(recipe(), encoding="utf-8")
    # -I: the program sees the standard library and nothing of this project.
    command = [sys.executable, "-I", "repeat.py", "frame.txt", seed]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8")
    expected = [f"frame {made.digest()}", f"commitment {commitment(seed)}"]
    expected += [" ".join([one.code, one.group, *map(str, one.inspectors)]) for one in draw(made, seed)]
    assert done.stdout.splitlines() == expected


@given(st.text(max_size=40))
def test_only_the_committed_seed_is_taken(seed: str) -> None:
    assert not checks.seed_findings(seed, commitment(seed))
    assert checks.seed_findings(seed + "x", commitment(seed))


def test_a_seed_typed_as_commitment_is_refused() -> None:
    assert not checks.commitment_findings(commitment("seed"))
    assert [one.code for one in checks.commitment_findings("my secret seed")] == ["RECHECK-COMMITMENT"]


def test_a_draw_needs_someone_to_draw_and_two_inspectors() -> None:
    assert not checks.frame_findings(make())
    assert [one.code for one in checks.frame_findings(make([]))] == ["RECHECK-FRAME-EMPTY"]
    assert [one.code for one in checks.frame_findings(make(inspectors=[41]))] == ["RECHECK-INSPECTORS"]
