"""Reading provisions and instruments. What is wrong is told whole: every fault with its file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yaml import MappingNode, Node

from domain.core.findings import Finding, stop_on
from domain.core.law import Confidence, Provision
from domain.records.lawbook.rules import Entry, Instrument
from domain.records.lawbook.yaml.faults import Faults

_ENTRY = ("key", "values")
_TEXTS = ("value", "unit", "citation", "instrument", "note")
_VALUE = (*_TEXTS, "from", "confidence")
_OF_INSTRUMENT = ("number", "title", "title_en", "issuer", "confidence", "read_where", "note")


def read(text: str, subject: str) -> tuple[Provision, ...]:
    """The provisions of one file. Refused (LAW-YAML…) with everything in it that cannot be read."""
    entries, findings = entries_of(text, subject)
    stop_on(findings)
    return tuple(entry.provision for entry in entries)


def entries_of(text: str, subject: str) -> tuple[list[Entry], list[Finding]]:
    """What can be read of one file, each field with its line, and what cannot."""
    faults = Faults(subject)
    entries = [entry for node in faults.listed(text) for entry in _entries(node, faults)]
    return entries, faults.found


def _entries(node: Node, faults: Faults) -> Iterator[Entry]:
    fields = faults.fields(node, _ENTRY)
    key_node, values = fields.get("key"), fields.get("values")
    key = (faults.text(key_node, "key") if key_node else None) or ""
    faults.opened(key, node)
    for value in faults.items(values) if values else ():
        if entry := _entry(value, key, key_node, faults):
            yield entry


def _entry(node: Node, key: str, key_node: Node | None, faults: Faults) -> Entry | None:
    """One dated value; None when something of it cannot be read."""
    fields = faults.fields(node, _VALUE, ("until",), key)
    texts = {name: faults.text(fields[name], name, key) for name in _TEXTS if name in fields}
    days = {name: faults.day(fields[name], name, key) for name in ("from", "until") if name in fields}
    confidence = _confidence(fields, faults, key)
    begins = days.get("from")
    if not key or begins is None or confidence is None or any(texts.get(name) is None for name in _TEXTS):
        return None
    if "until" in days and days["until"] is None:
        return None
    value, unit, citation, instrument, note = (texts[name] or "" for name in _TEXTS)
    until = days.get("until")
    provision = Provision(key, value, unit, begins, until, citation, confidence, instrument, note)
    nodes = {**fields, "key": key_node or node, "subject": key_node or node}
    return Entry(faults.file, provision, places={name: faults.place(found, name) for name, found in nodes.items()})


def _confidence(fields: dict[str, Node], faults: Faults, key: str) -> Confidence | None:
    if "confidence" not in fields or (text := faults.text(fields["confidence"], "confidence", key)) is None:
        return None
    if text not in tuple(Confidence):
        faults.unknown("LAW-CONFIDENCE", fields["confidence"], "confidence", text, tuple(Confidence), key)
        return Confidence.INFERRED  # the file is refused for it; this only lets the rest of the entry be looked at
    return Confidence(text)


def read_instruments(text: str) -> tuple[Instrument, ...]:
    """The legal documents of an edition. Refused (LAW-YAML…) with everything that cannot be read."""
    faults = Faults("instruments")
    read: dict[str, Instrument] = {}
    for node in faults.listed(text):
        one = _instrument(node, faults)
        if one is not None and one.number in read:
            faults.say("LAW-YAML-TWICE", node, "number", one.number, written="number")
        elif one is not None:
            read[one.number] = one
    stop_on(faults.found)
    return tuple(read.values())


def _instrument(node: Node, faults: Faults) -> Instrument | None:
    fields = faults.fields(node, _OF_INSTRUMENT, ("issued_on", "from", "until"))
    number = (faults.text(fields["number"], "number") if "number" in fields else None) or ""
    names = [name for name in _OF_INSTRUMENT if name in fields and name not in ("number", "confidence")]
    texts = {"number": number} | {name: faults.text(fields[name], name, number) for name in names}
    issued_on, begins, ends = (_day(fields, name, faults, number) for name in ("issued_on", "from", "until"))
    confidence = _confidence(fields, faults, number)
    for name in ("number", "title"):
        if texts.get(name) == "":
            faults.say("LAW-YAML-MISSING", node, name, number, written=name)
    if faults.found or confidence is None or not isinstance(node, MappingNode):
        return None
    title, title_en, issuer, read_where, note = (
        texts.get(name) or "" for name in ("title", "title_en", "issuer", "read_where", "note")
    )
    return Instrument(number, title, title_en, issuer, issued_on, begins, ends, confidence, read_where, note)


def _day(fields: dict[str, Node], name: str, faults: Faults, key: str) -> date | None:
    return faults.day(fields[name], name, key) if name in fields else None
