"""The markets whose penalties the law knows: the nation's, and the pilots that came before it. Pure."""

from __future__ import annotations

from domain.core.law import Law

NATIONAL = "national"
# A later city rule was read on a page that names neither the city nor the day: it is kept apart from the seven pilots.
MARKETS = (
    NATIONAL,
    "beijing",
    "tianjin",
    "shanghai",
    "chongqing",
    "hubei",
    "guangdong",
    "shenzhen",
    "fujian",
    "unnamed_city",
)

# What follows beside a fine, and when: always, when the order to correct is not obeyed, in serious circumstances.
FAILED, UNCORRECTED, SERIOUS = "failed", "uncorrected", "serious"
STAGES = (FAILED, UNCORRECTED, SERIOUS)


def root(market: str) -> str:
    """Where the keys of a market begin. `hubei` → `penalty.pilot.hubei`."""
    return "penalty" if market == NATIONAL else f"penalty.pilot.{market}"


def measures_key(prefix: str, stage: str) -> str:
    return f"{prefix}.measures.{stage}"


def codes(law: Law, key: str) -> tuple[str, ...]:
    """The codes that a provision lists; none where there is no such provision."""
    return tuple(law.text(key).split(",")) if law.has(key) else ()
