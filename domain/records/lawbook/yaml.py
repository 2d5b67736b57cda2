"""Provisions as YAML: one file per subject, read and written so that writing what was read gives the same bytes.

- key: surrender.offset.share
  values:
  - value: '0.05'
    unit: share
    from: 2021-02-01
    citation: 碳排放权交易管理办法（试行） 第二十九条
    confidence: found
    instrument: 生态环境部令第19号
    note: ''
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from domain.core.findings import refuse
from domain.core.law import Confidence, Provision

WIDTH = 120
_TEXTS = ("value", "unit", "citation", "confidence", "instrument", "note")


def read(text: str, subject: str) -> tuple[Provision, ...]:
    """The provisions of one file. Raises `Refused` (LAW-YAML) naming the subject and the key that cannot be read."""
    try:
        entries = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as trouble:
        raise refuse("LAW-YAML", subject=subject, key="", trouble=str(trouble)[:200]) from None
    if not isinstance(entries, list):
        raise refuse("LAW-YAML", subject=subject, key="", trouble="not a list")
    return tuple(provision for entry in entries for provision in _entry(entry, subject))


def write(provisions: Iterable[Provision]) -> str:
    """The file of one subject, keys in the order of their first appearance."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for provision in provisions:
        entries.setdefault(provision.key, []).append(_value(provision))
    listed = [{"key": key, "values": values} for key, values in entries.items()]
    return str(yaml.dump(listed, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=WIDTH))


def _entry(entry: object, subject: str) -> list[Provision]:
    key = entry.get("key") if isinstance(entry, dict) else None
    values = entry.get("values") if isinstance(entry, dict) else None
    if not isinstance(key, str) or not isinstance(values, list) or not values:
        raise refuse("LAW-YAML", subject=subject, key=str(key or ""), trouble="key or values missing")
    return [_provision(key, value, subject) for value in values]


def _provision(key: str, value: object, subject: str) -> Provision:
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in _TEXTS):
        raise refuse("LAW-YAML", subject=subject, key=key, trouble="a text is missing or not quoted")
    begins, ends = value.get("from"), value.get("until")
    if type(begins) is not date or (ends is not None and type(ends) is not date):
        raise refuse("LAW-YAML", subject=subject, key=key, trouble="from or until is not a day")
    if value["confidence"] not in tuple(Confidence):
        raise refuse("LAW-YAML", subject=subject, key=key, trouble="unknown confidence")
    return Provision(
        key,
        value["value"],
        value["unit"],
        begins,
        ends,
        value["citation"],
        Confidence(value["confidence"]),
        value["instrument"],
        value["note"],
    )


def _value(provision: Provision) -> dict[str, Any]:
    """One dated value in the order of the file; an open end is left out rather than written as nothing."""
    ends = {} if provision.in_force_until is None else {"until": provision.in_force_until}
    return {
        "value": provision.value,
        "unit": provision.unit,
        "from": provision.in_force_from,
        **ends,
        "citation": provision.citation,
        "confidence": provision.confidence.value,
        "instrument": provision.instrument,
        "note": provision.note,
    }


# The safe loader, in C where there is one: an edition of hundreds of values is read at once.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The dumper in Python: its bytes are the same wherever the portal runs, with or without libyaml.
_DUMPER: Any = yaml.SafeDumper
