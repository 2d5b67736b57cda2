"""Every room has the same furniture and no other file names; the same name opens it everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.sources import ROOMS, ROOT

FURNITURE = {"__init__", "states", "rules", "checks", "workbook", "tables", "queries", "acts"}
# Of the records: what rooms write through, and what only one of them needs.
RECORDS_FURNITURE = FURNITURE | {"writes"}
OWN_FURNITURE = {
    # Goes out with the package and runs alone, so it is one file by itself.
    "summary": {"checker"},
    "records/journal": {"chain"},
    "records/people": {"bounds"},
    "records/lawbook": {"yaml"},
    "records/market": {"yaml"},
    "records/sheets": {"reader", "writer"},
}
MOST_LINES = 500


def strangers(folder: Path, room: str, allowed: set[str]) -> list[str]:
    """What lies in a room and does not belong there."""
    known = allowed | OWN_FURNITURE.get(room, set())
    found = [path for path in folder.iterdir() if path.name != "__pycache__"]
    return sorted(
        path.name
        for path in found
        if path.stem not in known or not (path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists()))
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_furniture_of_a_room(room: str) -> None:
    assert strangers(ROOT / "domain" / room, room, FURNITURE) == []


def test_the_records_are_furnished_too() -> None:
    folder = ROOT / "domain" / "records"
    found = {
        f"records/{path.name}": strangers(path, f"records/{path.name}", RECORDS_FURNITURE)
        for path in folder.iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    assert {room: names for room, names in found.items() if names} == {}


def test_there_are_no_rooms_but_the_rooms() -> None:
    folders = {path.name for path in (ROOT / "domain").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {*ROOMS, "core", "records", "migrations"}


def test_a_room_carries_the_same_name_everywhere() -> None:
    missing = [place for room in ROOMS for place in _places(room) if not any(map(Path.exists, _forms(place)))]
    assert missing == []


def _places(room: str) -> list[str]:
    words = [f"portal/words/{language}/{room}.po" for language in ("zh", "en")]
    return [f"portal/{room}.py", f"templates/{room}", f"tests/rooms/{room}", *words]


def _forms(place: str) -> list[Path]:
    """A module may have become a package of the same name."""
    return [ROOT / place, (ROOT / place).with_suffix("") if place.endswith(".py") else ROOT / place]


def test_no_module_is_longer_than_it_should_be() -> None:
    folders = [ROOT / name for name in ("domain", "portal", "tasks", "seed")]
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in folders
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_a_planted_stranger_is_seen(tmp_path: Path) -> None:
    for name in ("__init__.py", "rules.py", "helpers.py", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "checks").mkdir()
    assert strangers(tmp_path, "planted", FURNITURE) == ["checks", "helpers.py", "notes.txt"]
    (tmp_path / "checks" / "__init__.py").touch()
    assert strangers(tmp_path, "planted", FURNITURE) == ["helpers.py", "notes.txt"]
