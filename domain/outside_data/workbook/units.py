"""Units in which others tell figures, and what each is in the unit of the report. Pure: equalities of measure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

MWH, TONNES, GAS, GIGAJOULES, TCE, HOURS, CASES = "MWh", "t", "10⁴Nm³", "GJ", "tce", "h", "重量箱"
AREA, PIECES, TURNOVER, PASSENGERS, MOVEMENTS = "m²", "件", "万吨公里", "万人次", "架次"
# Kept with so many decimals, as many as the table of figures told by others holds.
PLACES = Decimal("0.00001")
MOST_KEPT = Decimal(10) ** 14

# Unit of the report → unit as it is written → how many of the first it is.
UNITS: Mapping[str, Mapping[str, Decimal]] = {
    MWH: {
        "MWh": Decimal(1),
        "兆瓦时": Decimal(1),
        "kWh": Decimal("0.001"),
        "千瓦时": Decimal("0.001"),
        "度": Decimal("0.001"),
        "万kWh": Decimal(10),
        "万千瓦时": Decimal(10),
        "万度": Decimal(10),
        "10⁴kWh": Decimal(10),
        "GWh": Decimal(1000),
        "百万kWh": Decimal(1000),
        "亿kWh": Decimal(100_000),
        "亿千瓦时": Decimal(100_000),
    },
    TONNES: {
        "t": Decimal(1),
        "吨": Decimal(1),
        "kg": Decimal("0.001"),
        "千克": Decimal("0.001"),
        "万t": Decimal(10_000),
        "万吨": Decimal(10_000),
        "10⁴t": Decimal(10_000),
    },
    GAS: {
        "10⁴Nm³": Decimal(1),
        "万Nm³": Decimal(1),
        "万标立方米": Decimal(1),
        "Nm³": Decimal("0.0001"),
        "标立方米": Decimal("0.0001"),
        "10³Nm³": Decimal("0.1"),
        "百万Nm³": Decimal(100),
    },
    GIGAJOULES: {
        "GJ": Decimal(1),
        "吉焦": Decimal(1),
        "百万千焦": Decimal(1),
        "MJ": Decimal("0.001"),
        "TJ": Decimal(1000),
        "万GJ": Decimal(10_000),
        "万吉焦": Decimal(10_000),
    },
    TCE: {
        "tce": Decimal(1),
        "吨标准煤": Decimal(1),
        "吨标煤": Decimal(1),
        "kgce": Decimal("0.001"),
        "万tce": Decimal(10_000),
        "万吨标准煤": Decimal(10_000),
        "10⁴tce": Decimal(10_000),
    },
    HOURS: {"h": Decimal(1), "小时": Decimal(1)},
    # A weight case of flat glass is 50 kg (GB 11614): two millimetres thick, ten square metres.
    CASES: {"重量箱": Decimal(1), "万重量箱": Decimal(10_000), "10⁴重量箱": Decimal(10_000), "t": Decimal(20)},
    AREA: {"m²": Decimal(1), "平方米": Decimal(1), "万m²": Decimal(10_000), "万平方米": Decimal(10_000)},
    PIECES: {"件": Decimal(1), "万件": Decimal(10_000)},
    TURNOVER: {"万吨公里": Decimal(1), "吨公里": Decimal("0.0001"), "亿吨公里": Decimal(10_000)},
    PASSENGERS: {"万人次": Decimal(1), "人次": Decimal("0.0001"), "万人": Decimal(1)},
    MOVEMENTS: {"架次": Decimal(1), "万架次": Decimal(10_000)},
}


def converted(value: Decimal, written: str, unit: str) -> Decimal | None:
    """A value in the unit of the report; None where what is written is no unit of that measure, or beyond all measure.

    >>> converted(Decimal("157.5"), "万kWh", "MWh"), converted(Decimal(1), "t", "MWh")
    (Decimal('1575.00000'), None)
    """
    factor = _by_sign(unit).get(signs(written))
    if factor is None or not 0 <= value * factor < MOST_KEPT:
        return None
    return (value * factor).quantize(PLACES, ROUND_HALF_UP)


def is_a_unit(written: str) -> bool:
    """Whether what is written is a unit of any measure."""
    return any(signs(written) in _by_sign(unit) for unit in UNITS)


def accepted(unit: str) -> str:
    """The spellings of a measure, as a note on the form and a finding tell them."""
    return "、".join(UNITS[unit])


def signs(written: str) -> str:
    """A unit without what people add to it: spaces, full width, raised digits, another case.

    >>> signs("１０⁴ NM3") == signs("10⁴Nm³")
    True
    """
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold().replace("^", "")


def _by_sign(unit: str) -> dict[str, Decimal]:
    return {signs(written): factor for written, factor in UNITS[unit].items()}
