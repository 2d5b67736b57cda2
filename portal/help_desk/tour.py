"""The tour of a first sign-in: five pages, each with the real one to be opened beside. It works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import POSTS, Duty, Kind
from domain.records.people import acts
from portal.clock import now
from portal.page import done, page

Ask = Request[Actor, str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the tour: its words are `tour_title:` and `tour_text:`, `path` the real page that it tells of."""

    code: str
    path: str


DESK = Step("desk", "/desk")
HELP = Step("help", "/help")
YEAR = Step("year", "/year")
FIGURES = Step("figures", "/law")
DASHBOARD = Step("dashboard", "/dashboard")
ADMINISTRATORS = (DESK, Step("three", "/desk"), Step("public", "/public"))

# What the work of each post is, told in one step.
WORK = {
    "filer": "/reports",
    "signatory": "/reports",
    "body_manager": "/verification",
    "verifier": "/verification",
    "reviewer": "/verification",
    "listing_officer": "/listing",
    "verification_officer": "/verification",
    "inspector": "/recheck",
    "allocation_officer": "/allocation",
    "enforcement_officer": "/penalties",
    "legal_reviewer": "/penalties",
    "summary_officer": "/summary",
    "leader": "/allocation",
    "city_officer": "/reports",
    "ministry": "/summary",
    "system_administrator": "/accounts",
    "security_administrator": "/security",
    "audit_administrator": "/journal",
}
BODIES = (Step("body_reports", "/reports"), Step("ties", "/verification"))
# What stands round the work: two steps more, between the desk and the help.
ROUND: dict[str, tuple[Step, Step]] = {
    "filer": (Step("plan", "/plans"), Step("answer", "/verification")),
    "signatory": (Step("object", "/recheck"), Step("surrender", "/surrender")),
    "body_manager": BODIES,
    "verifier": BODIES,
    "reviewer": BODIES,
    "leader": (YEAR, DASHBOARD),
    "city_officer": (YEAR, DASHBOARD),
    "ministry": (DASHBOARD, FIGURES),
}


def steps_for(post_code: str) -> tuple[Step, ...]:
    """The five steps of a post: the desk first, the help last."""
    work = Step(f"work.{post_code}", WORK[post_code])
    kind = next(post.kind for post in POSTS if post.code == post_code)
    if kind is Kind.ADMINISTRATOR:
        return (*ADMINISTRATORS[:2], work, ADMINISTRATORS[2], HELP)
    before, after = ROUND.get(post_code, (YEAR, FIGURES))
    return (DESK, before, work, after, HELP)


@get("/tour", duty=Duty.SIGNED_IN)
async def tour(request: Ask) -> Response[Any]:
    return done(request, "/tour/1")


@get("/tour/{number:int}", duty=Duty.SIGNED_IN)
async def step_page(request: Ask, number: FromPath[int]) -> Response[Any]:
    """One step: what it is, the real page beside, back and on."""
    steps = steps_for(request.user.post)
    if not 1 <= number <= len(steps):
        raise NotFoundException
    return page(request, "help_desk/tour.html", steps=steps, number=number, step=steps[number - 1])


@post("/tour/finish", duty=Duty.SIGNED_IN)
async def finish(request: Ask) -> Response[Any]:
    """The tour is over, seen to its end or not wanted now: the desk says no more of it."""
    await acts.finish_tour(actor=request.user, at=now())
    return done(request, "/desk", "help:toured")


routes = [tour, step_page, finish]
