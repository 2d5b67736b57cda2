"""What is new in public: bulletins, and what the rooms have published, computed from the rooms and copied nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from domain.bulletin.queries import BulletinCard
from domain.listing.queries import PublicYear as ListYear
from domain.penalty.queries import PublishedCard as PenaltyCard
from domain.surrender.queries import PublicYear as OutcomeYear
from portal import words

NOTICED, PUBLISHED = "listing:entry:notice", "listing:entry:publish"
Instants = Mapping[tuple[str, str], datetime]


@dataclass(frozen=True, slots=True)
class News:
    """Something new: since when, where it is read, and its words under `news:<code>`; a bulletin has its own title."""

    code: str
    at: datetime
    link: str
    facts: Mapping[str, str] = field(default_factory=dict)
    bulletin: BulletinCard | None = None

    def told(self, language: str) -> str:
        """The line itself."""
        if self.bulletin is not None:
            return self.bulletin.heading(language)
        return words.sentence(f"news:{self.code}", self.facts)


def subjects_of(years: Iterable[ListYear]) -> list[str]:
    """The entries whose history says when a year's list was put on notice and published."""
    return [f"list_entry:{one}" for year in years for one in (year.published_id, year.noticed_id) if one is not None]


def stream(
    bulletins: Sequence[BulletinCard],
    lists: Sequence[ListYear],
    outcomes: Sequence[OutcomeYear],
    penalties: Sequence[PenaltyCard],
    instants: Instants,
    most: int,
) -> list[News]:
    """Everything new, newest first."""
    found = [*_bulletins(bulletins), *_lists(lists, instants), *_outcomes(outcomes), *_penalties(penalties)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _bulletins(cards: Iterable[BulletinCard]) -> Iterator[News]:
    for card in cards:
        if card.published_at is not None:
            yield News("bulletin", card.published_at, f"/bulletins/{card.id}", bulletin=card)


def _lists(years: Iterable[ListYear], instants: Instants) -> Iterator[News]:
    for one in years:
        noticed = instants.get((NOTICED, f"list_entry:{one.noticed_id}"))
        if noticed and one.noticed_until:
            facts = {"year": str(one.year), "count": f"{one.noticed:,}", "until": words.day(one.noticed_until)}
            yield News("listing.noticed", noticed, f"/public/notice/{one.year}", facts)
        published = instants.get((PUBLISHED, f"list_entry:{one.published_id}"))
        if published:
            facts = {"year": str(one.year), "count": f"{one.published:,}"}
            yield News("listing.published", published, f"/public/list/{one.year}", facts)


def _outcomes(years: Iterable[OutcomeYear]) -> Iterator[News]:
    for one in years:
        facts = {"year": str(one.year), "count": f"{one.count:,}"}
        yield News("surrender.published", one.published_at, f"/public/surrender/{one.year}", facts)


def _penalties(cards: Iterable[PenaltyCard]) -> Iterator[News]:
    for card in cards:
        link = "/public/penalties?" + urlencode({"search": card.number})
        yield News("penalty.published", card.published_at, link, {"name": card.name, "number": card.number})
