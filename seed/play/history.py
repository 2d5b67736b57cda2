"""Between the years: what the province knows of 2023 enters the record; pre-allocation and checks look back to it."""

from __future__ import annotations

from seed.play.listing import import_history
from seed.play.scene import Scene


async def play(scene: Scene) -> str:
    tonnes = await import_history(scene, 2023, (2024, 7, 10))
    return f"verified emissions of 2023 imported unit by unit, {tonnes:,} t"
