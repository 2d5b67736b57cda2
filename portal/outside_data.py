"""Outside data (外部数据): figures of grid, gas, tax, statistics and permits at the front door."""

from __future__ import annotations

from typing import Any

routes: list[Any] = []
