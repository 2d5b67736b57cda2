"""The exchange's prices enter the portal: those of earlier Decembers at the new year, the last one when it is over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from domain.records.market import acts, yaml
from seed.play.scene import Scene

PRICES = Path(__file__).parent.parent / "prices.yaml"


async def play(scene: Scene) -> str:
    count = await import_prices(scene, date(2024, 12, 31), (2025, 1, 6))
    return f"{count} trading days of the exchange imported"


async def import_prices(scene: Scene, until: date, on: tuple[int, int, int], after: date = date.min) -> int:
    """Import the days after `after` up to `until`; answers how many."""
    source, rows = yaml.read(PRICES.read_text(encoding="utf-8"))
    chosen = [row for row in rows if after < row.day.on <= until]
    officer = await scene.holder("allocation_officer")
    await acts.import_prices(chosen, source=source, actor=officer, at=scene.on(*on))
    return len(chosen)
