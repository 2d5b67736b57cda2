"""The domain of a formula: facts outside it are refused where they stand, before anything is computed. Pure."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from domain.core.findings import refuse

ONE = Decimal(1)


def not_negative(name: str, value: Decimal) -> Decimal:
    """A quantity; refused (FACT-NEGATIVE) below nought."""
    if value < 0:
        raise refuse("FACT-NEGATIVE", field_name=name, fact=name, value=value)
    return value


def positive(name: str, value: Decimal) -> Decimal:
    """What something is divided by; refused (FACT-POSITIVE) at nought and below."""
    if value <= 0:
        raise refuse("FACT-POSITIVE", field_name=name, fact=name, value=value)
    return value


def share(name: str, value: Decimal) -> Decimal:
    """A share from 0 to 1; refused (FACT-SHARE) outside: 65 for 65 % is the slip that this catches."""
    if not 0 <= value <= ONE:
        raise refuse("FACT-SHARE", field_name=name, fact=name, value=value)
    return value


def whole(name: str, value: Decimal) -> int:
    """Whole tonnes, none of them negative; refused (FACT-WHOLE, FACT-NEGATIVE)."""
    if value != value.to_integral_value():
        raise refuse("FACT-WHOLE", field_name=name, fact=name, value=value)
    return int(not_negative(name, value))


def one_of(name: str, value: str, known: Collection[str]) -> str:
    """A code that the law of that day knows; refused (FACT-UNKNOWN) with those that it does."""
    if value not in known:
        raise refuse("FACT-UNKNOWN", field_name=name, fact=name, value=value[:40], known=", ".join(known))
    return value


def needed(name: str, value: Decimal | None) -> Decimal:
    """A fact that the law of that day makes necessary; refused (FACT-MISSING) when it was left out."""
    if value is None:
        raise refuse("FACT-MISSING", field_name=name, fact=name)
    return value


def at_most(name: str, value: Decimal, most: Decimal) -> Decimal:
    """A choice that the law bounds from above; refused (FACT-ABOVE) beyond the bound."""
    if value > most:
        raise refuse("FACT-ABOVE", field_name=name, fact=name, value=value, most=most)
    return value
