"""How often one address may come through a door in a minute: for guessing passwords and for combing the public search.

Counted in the memory of a web worker, for the minute under way alone. A lock on an account is another thing, kept in
the database; this only keeps one address from taking the portal's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

# Beyond this many addresses in one minute new ones share a count: the memory stays small whoever comes.
MOST_ADDRESSES = 10_000
THE_REST = ""
SECONDS = 60


@dataclass(slots=True)
class Turnstile:
    """Counts who comes through, by door and address."""

    most: int
    minute: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def wait(self, door: str, address: str, at: datetime) -> int:
        """Count one more; the seconds to wait when it is one too many, 0 when it may come through.

        >>> from datetime import UTC, datetime
        >>> turnstile, noon = Turnstile(1), datetime(2025, 1, 1, 12, 0, 15, tzinfo=UTC)
        >>> turnstile.wait("/sign-in", "::1", noon), turnstile.wait("/sign-in", "::1", noon)
        (0, 45)
        """
        minute, second = divmod(int(at.timestamp()), SECONDS)
        if minute != self.minute:
            self.minute, self.counts = minute, {}
        key = (door, address)
        if key not in self.counts and len(self.counts) >= MOST_ADDRESSES:
            key = (door, THE_REST)
        self.counts[key] = self.counts.get(key, 0) + 1
        return SECONDS - second if self.counts[key] > self.most else 0
