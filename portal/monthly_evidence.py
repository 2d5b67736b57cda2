"""Monthly evidence (月度存证) at the front door."""

from __future__ import annotations

from typing import Any

routes: list[Any] = []
