"""The help of the pages themselves: what each is, who does what there, under which article; searched as one text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import nodes

from domain.core.actors import Actor
from domain.help_desk.states import Topic
from portal import words
from portal.help_desk.glossary import in_language
from portal.navigation import place_of
from portal.page import TEMPLATES, templates

KINDS = ("page_what", "page_who", "page_law")
# Rooms without a topic of their own, and the topic that has their questions.
ANSWERED_UNDER = {"trial": Topic.LAW}
# Shown where something is in the way: nobody looks for them.
TROUBLES = "house"
# Pages whose address is the same for everybody; the others are reached from these.
ADDRESSES = {
    "desk.desk": "/desk",
    "year.track": "/year",
    "inbox.list": "/inbox",
    "evaluation.dashboard": "/dashboard",
    "evaluation.enterprises": "/enterprises",
    "bulletin.list": "/bulletins",
    "documents.verify": "/public/verify",
    "listing.list": "/listing",
    "monitoring_plan.list": "/plans",
    "emission_report.list": "/reports",
    "verification.list": "/verification",
    "recheck.year": "/recheck",
    "allocation.list": "/allocation",
    "surrender.list": "/surrender",
    "penalty.list": "/penalties",
    "penalty.published": "/public/penalties",
    "summary.year": "/summary",
    "summary.checker": "/public/package-checker",
    "people.accounts": "/accounts",
    "people.new": "/accounts/new",
    "people.security": "/security",
    "journal.latest": "/journal",
    "law.list": "/law",
    "law.reviews": "/law/reviews",
    "law.changes": "/law/changes",
    "law.instruments": "/law/instruments",
    "trial.list": "/trial",
    "public.landing": "/public",
    "public.list": "/public/list",
    "public.surrender": "/public/surrender",
    "public.prices": "/public/prices",
    "public.data": "/public/data",
    "public.enterprises": "/public/enterprises",
    "help_desk.ask": "/help/ask",
    "help_desk.mine": "/help/mine",
    "help_desk.glossary": "/help/glossary",
    "help_desk.tour": "/tour",
}


@dataclass(frozen=True, slots=True)
class PageHelp:
    """The help of one page in the language being spoken; `path` is empty where the reader cannot go straight there."""

    code: str
    name: str
    what: str
    who: str
    law: str
    path: str


@cache
def page_codes() -> tuple[str, ...]:
    """Every page that has a help of its own, by its template."""
    found = (".".join(path.relative_to(TEMPLATES).with_suffix("").parts) for path in sorted(TEMPLATES.rglob("*.html")))
    return tuple(code for code in found if in_language("zh", f"page_what:{code}") != f"page_what:{code}")


@cache
def text_of(code: str) -> str:
    """All that may be searched of a page's help, both languages, in small letters."""
    said = (in_language(language, f"{kind}:{code}") for language in words.LANGUAGES for kind in KINDS)
    return " ".join(text for text in said if not text.startswith("page_")).casefold()


def topic_of(room: str) -> str:
    """The topic under which a room's questions are answered; empty when there is no such room.

    >>> topic_of("trial"), topic_of("surrender"), topic_of("desk"), topic_of("nonsense")
    ('law', 'surrender', 'portal', '')
    """
    if room in set(Topic):
        return room
    if room in ANSWERED_UNDER:
        return ANSWERED_UNDER[room].value
    return Topic.PORTAL.value if any(code.startswith(f"{room}.") for code in page_codes()) else ""


@cache
def title_of(code: str) -> tuple[str, ...]:
    """The first fixed words of a page's title, as codes of a label or as one sentence; empty when it has none."""
    path = TEMPLATES.joinpath(*code.split(".")).with_suffix(".html")
    tree = templates().parse(path.read_text(encoding="utf-8"))
    titles = (block for block in tree.find_all(nodes.Block) if block.name == "title")
    for call in (call for title in titles for call in title.find_all(nodes.Call)):
        fixed = tuple(str(part.value) for part in call.args if isinstance(part, nodes.Const))
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "label") and len(fixed) == len(call.args):
            return fixed
    return ()


def name_of(code: str) -> str:
    """What a page is called: its room, and its own title where that says more."""
    room, _, page = code.partition(".")
    room_words = words.worded(f"room:{room}") or words.worded(f"room:{page}")
    fixed = title_of(code)
    title = words.worded(":".join(fixed)) if len(fixed) > 1 else "".join(words.say(sentence) for sentence in fixed)
    if not title or "%(" in title or title == room_words:
        return room_words or words.label("topic", "help_desk", "portal")
    return f"{room_words} · {title}" if room_words else title


def found(search: str, topic: str, user: Actor, most: int = 8) -> tuple[PageHelp, ...]:
    """Pages in whose help every word of `search` occurs, those that speak most of them first."""
    wanted = search.casefold().split()
    fitting = [
        code
        for code in page_codes()
        if not code.startswith(f"{TROUBLES}.")
        and (not topic or topic_of(_room(code)) == topic)
        and all(word in text_of(code) for word in wanted)
    ]
    told = [_told(code, user) for code in sorted(fitting, key=lambda code: -_weight(code, wanted))[: 2 * most]]
    return tuple(sorted(told, key=lambda one: not one.path)[:most])


def _weight(code: str, wanted: list[str]) -> int:
    """How much a page speaks of what is looked for; the first page of a room goes before those behind it."""
    return sum(text_of(code).count(word) for word in wanted) + (code in ADDRESSES)


def _room(code: str) -> str:
    return code.partition(".")[0]


def _told(code: str, user: Actor) -> PageHelp:
    what, who, law = (words.worded(f"{kind}:{code}") for kind in KINDS)
    path = ADDRESSES.get(code, "")
    place = place_of(path)
    return PageHelp(code, name_of(code), what, who, law, path if place is None or user.holds(place.duty) else "")
