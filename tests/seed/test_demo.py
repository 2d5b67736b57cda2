"""The demonstration keeps its processes alive as a supervisor would, and does not hide one that cannot start."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from seed import demo
from seed.demo import Child, Demonstration, DemonstrationError

SLEEP = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(60)"]


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    found = Demonstration(tmp_path, 1)
    found.children.append(Child.start("sleeper", SLEEP, {}, tmp_path / "sleeper.log"))
    yield found
    for child in found.children:
        child.stop()


def killed(child: Child) -> None:
    child.process.kill()
    child.process.wait()


def test_what_has_worked_is_started_again(demonstration: Demonstration) -> None:
    (before,) = demonstration.children
    before.started -= demo.FAULTY_SECONDS
    killed(before)
    demonstration._keep_alive()
    (after,) = demonstration.children
    assert after.process.pid != before.process.pid
    assert after.process.poll() is None
    assert str(after.process.pid) in (demonstration.folder / "children.json").read_text()


def test_its_words_follow_in_the_same_log(demonstration: Demonstration) -> None:
    (child,) = demonstration.children
    assert wait_for("awake", child)
    killed(child)
    demonstration.children[0] = child.again({})
    assert wait_for("awake\nawake", demonstration.children[0])


def wait_for(words: str, child: Child) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until and child.log is not None:
        if words in child.log.read_text():
            return True
        time.sleep(0.05)
    return False


def test_what_ends_at_once_is_told(demonstration: Demonstration) -> None:
    killed(demonstration.children[0])
    with pytest.raises(DemonstrationError, match="the sleeper has ended by itself"):
        demonstration._keep_alive()


def test_who_lives_is_left_alone(demonstration: Demonstration) -> None:
    (before,) = demonstration.children
    demonstration._keep_alive()
    assert demonstration.children == [before]
