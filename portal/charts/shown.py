"""What a chart shows, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

Value = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. `code` is unique on its page; `kind` is bar, stacked or line.

    `labels` are the categories in words; `series` pairs of a name in words and one value for each label, in `unit` (in
    words). A value that is not known is None, a gap in the drawing, and never 0.
    """

    code: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Value, ...]], ...]
    unit: str

    @property
    def empty(self) -> bool:
        """Nothing is known that could be drawn."""
        return all(value is None for _, values in self.series for value in values)

    @property
    def digest(self) -> str:
        """SHA-256 of everything that is drawn."""
        shown = (self.code, self.kind, self.labels, self.series, self.unit)
        return sha256(repr(shown).encode()).hexdigest()
