"""Writing provisions and instruments: the same bytes wherever the portal runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from domain.core.law import Provision
from domain.records.lawbook.rules import Instrument

WIDTH = 120


class _Dumper(yaml.SafeDumper):
    """The dumper in Python: its bytes are the same wherever the portal runs, with or without libyaml.

    What is the same twice is written twice: whether two values share a day in memory is nobody's business.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(provisions: Iterable[Provision]) -> str:
    """The file of one subject, keys in the order of their first appearance."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for provision in provisions:
        entries.setdefault(provision.key, []).append(_value(provision))
    return _dumped([{"key": key, "values": values} for key, values in entries.items()])


def write_instruments(instruments: Iterable[Instrument]) -> str:
    """The file of the legal documents; a day that is not known is left out."""
    return _dumped([_of_instrument(one) for one in instruments])


def _dumped(entries: list[dict[str, Any]]) -> str:
    return str(yaml.dump(entries, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))


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


def _of_instrument(one: Instrument) -> dict[str, Any]:
    days = {"issued_on": one.issued_on, "from": one.in_force_from, "until": one.in_force_until}
    return {
        "number": one.number,
        "title": one.title,
        "title_en": one.title_en,
        "issuer": one.issuer,
        **{name: day for name, day in days.items() if day is not None},
        "confidence": one.confidence.value,
        "read_where": one.read_where,
        "note": one.note,
    }
