"""A file of provisions is refused whole, every fault named at once with its file, line and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.core.findings import Finding, Refused
from domain.records.lawbook import checks, yaml
from domain.records.lawbook.checks import UNITS
from domain.records.lawbook.rules import Enacted, Entry
from portal import law_command, words
from tests.cast import AT
from tests.law import edition
from tests.rooms.lawbook.test_command import portal_law

GOOD = """- key: surrender.offset.share
  values:
  - value: '0.05'
    unit: share
    from: 2021-02-01
    until: 2024-04-30
    citation: 某办法 第二十九条
    confidence: found
    instrument: 某令
    note: ''
  - value: '0.10'
    unit: share
    from: 2024-05-01
    citation: 某条例 第十四条
    confidence: found
    instrument: 某条例
    note: ''
"""
KEY = "key: surrender.offset.share"
UNKNOWN_FIELD = ("LAW-YAML-FIELD", "9", "")
KNOWN = {"surrender.offset.share", "surrender.offset.eligible_from"}


def faults(text: str, subject: str = "surrender", known: set[str] | None = None) -> list[Finding]:
    entries, found = yaml.entries_of(text, subject)
    return [*found, *checks.edition(entries, (), (), KNOWN if known is None else known)]


def told(text: str, subject: str = "surrender") -> list[tuple[str, str, str]]:
    """Code, line and field of everything wrong, in the order of the lines."""
    found = faults(text, subject)
    assert all(finding.place.sheet == f"{subject}.yaml" for finding in found)
    return sorted(((one.code, one.place.cell, one.place.field) for one in found), key=lambda one: int(one[1]))


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, count)


def test_a_good_file_has_no_fault() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed("value: '0.05'", "value: 0.0500"), [("LAW-YAML-NUMBER", "3", "value")]),
        (changed("value: '0.05'", "value: 5"), [("LAW-YAML-NUMBER", "3", "value")]),
        (changed("value: '0.05'", "value: yes"), [("LAW-YAML-TEXT", "3", "value")]),
        (changed("value: '0.05'", "value: [1]"), [("LAW-YAML-TEXT", "3", "value")]),
        (changed("value: '0.05'", "value: five"), [("LAW-VALUE", "3", "value")]),
        (changed("value: '0.05'", "value: '1e-2'"), [("LAW-VALUE", "3", "value")]),
        (changed("unit: share", "unit: sahre"), [("LAW-UNIT-UNKNOWN", "4", "unit"), ("LAW-UNIT", "12", "unit")]),
        (changed("from: 2021-02-01", "from: '2021-02-01'"), [("LAW-YAML-DAY", "5", "from")]),
        (changed("from: 2021-02-01", "from: 2021-02-30"), [("LAW-YAML-DAY", "5", "from")]),
        (changed("from: 2021-02-01", "from: 2021-2-1"), [("LAW-YAML-DAY", "5", "from")]),
        (changed("until: 2024-04-30", "until: 2020-04-30"), [("LAW-WINDOW", "6", "until")]),
        (changed("until: 2024-04-30", "until: 2024-05-01"), [("LAW-OVERLAP", "13", "from")]),
        (changed("until: 2024-04-30", "until:"), [("LAW-YAML-DAY", "6", "until")]),
        (changed("    citation: 某办法 第二十九条\n", ""), [("LAW-YAML-MISSING", "3", "citation")]),
        (changed("citation: 某办法 第二十九条", "citation: ''"), [("LAW-CITATION", "7", "citation")]),
        (changed("citation: 某办法 第二十九条", "citation: " + "文" * 241), [("LAW-TOO-LONG", "7", "citation")]),
        (changed("confidence: found", "confidence: foud"), [("LAW-CONFIDENCE", "8", "confidence")]),
        (changed("instrument: 某令", "instrument2: 某令"), [("LAW-YAML-MISSING", "3", "instrument"), UNKNOWN_FIELD]),
        (changed("note: ''", "note: ''\n    note: x"), [("LAW-YAML-TWICE", "11", "note")]),
        (changed(KEY, "key: surrender.ofset.share"), [("LAW-KEY-UNKNOWN", "1", "key")]),
        (changed(KEY, "key: Share"), [("LAW-KEY", "1", "key")] * 2 + [("LAW-KEY-UNKNOWN", "1", "key")]),
        (changed("values:", "vlaues:"), [("LAW-YAML-FIELD", "2", ""), ("LAW-YAML-MISSING", "1", "values")]),
        (changed("  - value: '0.10'", f"- {KEY}\n  values:\n  - value: '0.10'"), [("LAW-YAML-REPEATED", "11", "key")]),
        (GOOD + "- surrender\n", [("LAW-YAML-LIST", "18", "")]),
        ("surrender: 1\n", [("LAW-YAML-LIST", "1", "")]),
        ("", [("LAW-YAML-LIST", "1", "")]),
        (GOOD + "- [\n", [("LAW-YAML", "19", "")]),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_line(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = told(text)
    assert sorted(found) == sorted(expected)


def test_values_out_of_the_order_of_their_days() -> None:
    first, second = re.findall(r"(?s)  - value.*?note: ''\n", GOOD)
    assert ("LAW-ORDER", "12", "from") in told(GOOD.replace(first + second, second + first))


def test_an_unknown_subject_is_told_once_with_the_nearest() -> None:
    found = [one for one in faults(GOOD, "surender") if one.code == "LAW-SUBJECT"]
    assert [one.facts["nearest"] for one in found] == ["surrender"]


def test_the_nearest_known_word_is_suggested() -> None:
    for text, nearest in (
        (changed("key: surrender.offset.share", "key: surrender.ofset.share"), "surrender.offset.share"),
        (changed("unit: share", "unit: shar"), "share"),
        (changed("confidence: found", "confidence: foud"), "found"),
        (changed("citation: 某办法", "citaiton: 某办法"), "citation"),
    ):
        assert nearest in {finding.facts.get("nearest") for finding in faults(text)}


def test_everything_is_named_at_once() -> None:
    text = GOOD.replace("'0.05'", "0.05").replace("unit: share", "unit: shares").replace("found", "sure")
    codes = {finding.code for finding in faults(text)}
    assert codes == {"LAW-YAML-NUMBER", "LAW-CONFIDENCE", "LAW-UNIT-UNKNOWN"}
    text = (
        GOOD.replace("'0.10'", "'ten'")
        .replace("某条例 第十四条", "''")
        .replace("until: 2024-04-30", "until: 2025-01-01")
    )
    assert {finding.code for finding in faults(text)} == {"LAW-VALUE", "LAW-CITATION", "LAW-OVERLAP"}


def test_a_key_lives_in_one_file_and_has_one_unit() -> None:
    first, _ = yaml.entries_of(GOOD, "surrender")
    other, _ = yaml.entries_of(GOOD.replace("unit: share", "unit: number"), "pilot_offsets")
    found = list(checks.edition([*first, *other], (), (), None))
    assert {"LAW-SUBJECT-OTHER", "LAW-UNIT", "LAW-OVERLAP"} == {one.code for one in found}
    assert {one.place.sheet for one in found} == {"pilot_offsets.yaml"}


def test_another_value_for_the_same_days_contradicts_the_book() -> None:
    entries, _ = yaml.entries_of(GOOD, "surrender")
    book = [Enacted(number, "surrender", entry.provision, AT) for number, entry in enumerate(entries, 1)]
    again, _ = yaml.entries_of(GOOD.replace("'0.10'", "'0.11'"), "surrender")
    assert list(checks.edition(entries, book, book, KNOWN)) == []
    assert checks.fresh(entries, book) == []
    (found,) = checks.edition(again, book, book, KNOWN)
    assert (found.code, found.place.cell, found.facts["known"]) == ("LAW-CONTRADICTS", "11", "0.10")


def test_many_strange_keys_are_not_all_compared() -> None:
    entries = [
        Entry("surrender", entry.provision, places=entry.places)
        for number in range(60)
        for entry in yaml.entries_of(GOOD.replace("offset", f"ofset{number}"), "surrender")[0][:1]
    ]
    found = [one for one in checks.edition(entries, (), (), KNOWN) if one.code == "LAW-KEY-UNKNOWN"]
    assert len(found) == 60
    assert sum(one.facts["nearest"] != "—" for one in found) == 20


def test_the_shipped_edition_uses_the_known_units_and_has_no_fault() -> None:
    entries = [entry for subject, text in edition.files().items() for entry in yaml.entries_of(text, subject)[0]]
    assert list(checks.edition(entries, (), (), None)) == []
    assert len(set(UNITS)) == len(UNITS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_unit_of_the_form_has_words(language: str) -> None:
    token = words.speaking.set(language)
    try:
        assert [unit for unit in UNITS if words.say(f"unit:{unit}") == f"unit:{unit}"] == []
    finally:
        words.speaking.reset(token)


def test_nothing_in_a_file_acts_or_runs_away() -> None:
    for text in (
        "!!python/object/apply:os.system ['true']",
        "- &a [*a]\n",
        "[" * 3000,
        "- {? [a] : b}\n",
        "- <<: {key: a.b}\n",
    ):
        with pytest.raises(Refused) as refused:
            yaml.read(text, "surrender")
        assert refused.value.findings[0].code.startswith("LAW-YAML")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_fault_is_said_with_file_line_and_key(language: str) -> None:
    token = words.speaking.set(language)
    try:
        (found,) = faults(changed("value: '0.05'", "value: 0.0500"))
        said = law_command.told(found)
    finally:
        words.speaking.reset(token)
    assert said.startswith("surrender.yaml:3 surrender.offset.share LAW-YAML-NUMBER ")
    assert "'0.0500'" in said


def test_instruments_tell_their_faults_the_same_way() -> None:
    text = "- number: 某令\n  title: 1\n  titel_en: x\n  issuer: a\n  confidence: foud\n  read_where: b\n  note: ''\n"
    with pytest.raises(Refused) as refused:
        yaml.read_instruments(text + "- number: ''\n")
    found = {(one.code, one.place.cell) for one in refused.value.findings}
    assert {("LAW-YAML-NUMBER", "2"), ("LAW-YAML-FIELD", "3"), ("LAW-CONFIDENCE", "5")} <= found
    assert all(one.place.sheet == "instruments.yaml" for one in refused.value.findings)


def test_a_wrong_folder_is_refused_whole(database_url: str, tmp_path: Path) -> None:
    portal_law(database_url, "load")
    good = GOOD.replace("surrender.offset.share", "surrender.brand.new").replace("2021-02-01", "2031-01-01")
    (tmp_path / "surrender.yaml").write_text(good.replace("until: 2024-04-30", "until: 2031-04-30"))
    (tmp_path / "clockz.yaml").write_text(GOOD.replace("'0.05'", "0.05"))
    answer = portal_law(database_url, "load", str(tmp_path))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "clockz.yaml:3 surrender.offset.share LAW-YAML-NUMBER" in answer.stderr
    assert "surrender.yaml:1 surrender.brand.new LAW-KEY-UNKNOWN" in answer.stderr
    assert "Traceback" not in answer.stderr
    (tmp_path / "clockz.yaml").write_bytes(b"\xff\xfe")
    answer = portal_law(database_url, "load", str(tmp_path))
    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)


def test_new_keys_from_elsewhere_are_asked_for_by_name(database_url: str, tmp_path: Path) -> None:
    portal_law(database_url, "load")
    (tmp_path / "surrender.yaml").write_text(GOOD.replace("surrender.offset.share", "surrender.brand.new"))
    assert portal_law(database_url, "load", str(tmp_path)).returncode == 1
    answer = portal_law(database_url, "load", str(tmp_path), "--new-keys")
    assert answer.stdout.startswith("2 provisions entered, 0 were there")
    assert portal_law(database_url, "load", str(tmp_path)).stdout.startswith("0 provisions entered, 2 were there")
