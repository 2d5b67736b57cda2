"""An address for every page of the portal over the played demonstration, and who reads it.

A new route with a place in its path needs a line here: the tests that go through every page fail without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litestar import Litestar
from litestar.routes import HTTPRoute

from domain.core.duties import Duty, post
from domain.records.database import ask

YEAR = 2024
# Who reads a page when several may: those who see most come first.
READERS = (
    "leader",
    "verification_officer",
    "listing_officer",
    "allocation_officer",
    "enforcement_officer",
    "legal_reviewer",
    "summary_officer",
    "inspector",
    "filer",
    "signatory",
    "body_manager",
    "verifier",
    "reviewer",
    "system_administrator",
    "security_administrator",
    "audit_administrator",
)
# What fills a place of a path, by the place's name: the first value of the question.
PLACES = {
    "entry_id": "SELECT id FROM list_entry WHERE year = 2024",
    "allocation_id": "SELECT id FROM allocation WHERE year = 2024",
    "bulletin_id": "SELECT id FROM bulletin WHERE state = 'published'",
    "case_id": "SELECT id FROM penalty_case ORDER BY (state = 'closed') DESC, id",
    "confirmation_id": "SELECT confirmation_id FROM objection ORDER BY (state = 'decided') DESC, id",
    "document_id": "SELECT id FROM document ORDER BY id",
    "draw_id": "SELECT id FROM recheck_draw WHERE state = 'drawn'",
    "enterprise_id": "SELECT enterprise_id FROM obligation ORDER BY id",
    "instrument_id": "SELECT id FROM instrument ORDER BY id",
    "notice_id": "SELECT max(id) FROM notice WHERE duty = 'emissions.confirm'",
    "number": "SELECT max(id) FROM journal_entry",
    "obligation_id": "SELECT id FROM obligation ORDER BY id",
    "offset_id": "SELECT id FROM surrender_offset",
    "package_id": "SELECT id FROM package",
    "plan_id": "SELECT id FROM plan WHERE year = 2024 ORDER BY stops DESC, id",
    "question_id": "SELECT id FROM help_question WHERE state = 'published'",
    "report_id": "SELECT id FROM report WHERE year = 2024 ORDER BY late DESC, id",
    "result_id": "SELECT id FROM surrender_result",
    "statement_id": "SELECT id FROM surrender_statement",
    "version_id": "SELECT id FROM report_version ORDER BY stops DESC, id",
    "year": f"SELECT {YEAR}",
}
# Whole addresses, where several places belong together, or one name means different things.
WHOLE = {
    "/allocation/entries/{allocation_id:int}/why/{figure:str}": (
        "SELECT '/allocation/entries/' || id || '/why/' || k FROM allocation, jsonb_object_keys(explanations) k "
        "WHERE year = 2024 ORDER BY id, k"
    ),
    "/allocation/{year:int}/preview/{name:str}": "SELECT '/allocation/2025/preview/approve_pre'",
    "/allocation/units/{unit_id:int}/why": "SELECT '/allocation/units/' || id || '/why' FROM allocation_unit",
    "/bulletins/{bulletin_id:int}/edit": (
        "SELECT '/bulletins/' || id || '/edit' FROM bulletin WHERE state = 'drafted'"
    ),
    "/dashboard/charts/{code:str}/picture": "SELECT '/dashboard/charts/emissions/picture'",
    "/dashboard/charts/{code:str}/table": "SELECT '/dashboard/charts/emissions/table'",
    "/enterprises/{enterprise_id:int}/charts/{code:str}/picture": (
        "SELECT '/enterprises/' || enterprise_id || '/charts/emissions/picture' FROM obligation ORDER BY id"
    ),
    "/enterprises/{enterprise_id:int}/charts/{code:str}/table": (
        "SELECT '/enterprises/' || enterprise_id || '/charts/emissions/table' FROM obligation ORDER BY id"
    ),
    "/language/{code:str}": "SELECT '/language/zh'",
    "/law/files/{subject:str}": "SELECT '/law/files/deadlines'",
    "/law/provisions/{key:str}": "SELECT '/law/provisions/' || key FROM provision ORDER BY id",
    "/law/provisions/{key:str}/file": "SELECT '/law/provisions/' || key || '/file' FROM provision ORDER BY id",
    "/law/rooms/{room:str}": "SELECT '/law/rooms/allocation'",
    "/law/subjects/{subject:str}": "SELECT '/law/subjects/deadlines'",
    "/listing/{year:int}/preview/{name:str}": "SELECT '/listing/2024/preview/publish'",
    "/look/{code:str}": "SELECT '/look/light'",
    "/penalties/cases/{case_id:int}/explanation/{what:str}": (
        "SELECT '/penalties/cases/' || id || '/explanation/price' FROM penalty_case WHERE price <> '{{}}'"
    ),
    "/plans/versions/{plan_id:int}/differences/{before_id:int}": (
        "SELECT '/plans/versions/' || a.id || '/differences/' || b.id FROM plan a JOIN plan b "
        "USING (enterprise_id, year) WHERE a.version > b.version"
    ),
    "/progress/{kind:str}/{number:int}": "SELECT '/progress/package/' || id FROM package",
    "/public/data/{code:str}": "SELECT '/public/data/listing'",
    "/public/data/{code:str}/{file_name:str}": "SELECT '/public/data/listing/2024.csv'",
    "/public/enterprises/{credit_code:str}": (
        "SELECT '/public/enterprises/' || e.credit_code FROM enterprise e JOIN obligation o ON o.enterprise_id = e.id"
    ),
    "/recheck/{year:int}/preview/{name:str}": "SELECT '/recheck/2024/preview/notify'",
    "/reports/units/{unit_id:int}/explanation": (
        "SELECT '/reports/units/' || id || '/explanation' FROM report_unit WHERE explanation <> '{{}}'"
    ),
    "/reports/{year:int}/preview/{name:str}": "SELECT '/reports/2024/preview/urge'",
    "/reports/report/{report_id:int}/determine": (
        "SELECT '/reports/report/' || id || '/determine' FROM report WHERE year = 2025 AND state = 'open'"
    ),
    "/reports/versions/{version_id:int}/explanation": (
        "SELECT '/reports/versions/' || id || '/explanation' FROM report_version WHERE state = 'clean' ORDER BY id"
    ),
    "/reports/versions/{version_id:int}/differences/{before_id:int}": (
        "SELECT '/reports/versions/' || a.id || '/differences/' || b.id FROM report_version a JOIN report_version b "
        "USING (report_id) WHERE a.number > b.number"
    ),
    "/surrender/{year:int}/on/{day:str}": "SELECT '/surrender/2024/on/2025-12-31'",
    "/surrender/{year:int}/on/{day:str}/export": "SELECT '/surrender/2024/on/2025-12-31/export'",
    "/surrender/{year:int}/preview/{name:str}": "SELECT '/surrender/2024/preview/publish'",
    "/surrender/obligations/{obligation_id:int}/why/{figure:str}": (
        "SELECT '/surrender/obligations/' || id || '/why/due' FROM obligation ORDER BY id"
    ),
    "/tour/{number:int}": "SELECT '/tour/1'",
    "/trial/{code:str}": "SELECT '/trial/allocation.power_unit'",
}
TASKS = {
    "/verification": "SELECT id FROM verification_task ORDER BY (state = 'delivered') DESC, id",
    "/recheck": "SELECT id FROM recheck_task ORDER BY (state = 'done') DESC, id",
}
# Not pages: what machines ask, the static files, and whatever is nowhere.
LEFT_OUT = ("/machine/", "/static", "/{rest:path}", "/")
# Nothing of the demonstration is behind these: files that nobody attached, batches that nobody proposed, leads
# that are all followed up, blanks for which the reader chooses first.
EMPTY = (
    "/law/final/blank",
    "/law/sheet/blank",
    "/law/batches/{batch:str}",
    "/law/batches/{batch:str}/original",
    "/penalties/{year:int}/leads/{ground:str}/{enterprise_id:int}",
    "/public/package-checker/keys/{fingerprint:str}",
    "/recheck/objections/{objection_id:int}/evidence",
    "/verification/findings/{finding_id:int}/evidence",
)


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A page that can be opened: its route, the address with real numbers in it, the post that reads it."""

    route: str
    path: str
    reader: str


def routes(app: Litestar) -> Iterator[tuple[str, Duty]]:
    """Every route that is read, with its duty."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                duty = handler.opt.get("duty")
                if "GET" in map(str, handler.http_methods) and isinstance(duty, Duty):
                    yield route.path, duty


def reader_of(duty: Duty) -> str:
    """The post that reads a page of this duty; empty for the public."""
    if duty is Duty.PUBLIC:
        return ""
    return next(code for code in READERS if duty in post(code).duties)


async def addresses(app: Litestar) -> list[Address]:
    """An address for each route; a route that none is known for is an AssertionError."""
    found = [
        Address(path, await _filled(path), reader_of(duty))
        for path, duty in sorted(set(routes(app)))
        if path not in (*LEFT_OUT, *EMPTY) and not path.startswith(LEFT_OUT[:2])
    ]
    missing = [address.route for address in found if not address.path]
    assert not missing, f"tests/addresses.py has no address for {missing}"
    return found


async def _filled(path: str) -> str:
    if path in WHOLE:
        return await _first(WHOLE[path])
    filled = path
    for place, name in re.findall(r"(\{(\w+)(?::\w+)?\})", path):
        question = TASKS.get(f"/{path.split('/')[1]}", "") if name == "task_id" else PLACES.get(name, "")
        value = await _first(question)
        if not value:
            return ""
        filled = filled.replace(place, value)
    return filled


async def _first(question: str) -> str:
    if not question:
        return ""
    rows = await ask(f"{question} LIMIT 1")
    return str(next(iter(rows[0].values()))) if rows else ""
