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
# The filer who reads: what a filer alone may open is of this one's enterprise.
FILER = "two-drafts.filer"
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
    "attachment_id": "SELECT id FROM month_attachment ORDER BY id",
    "month_id": "SELECT id FROM month_evidence ORDER BY late DESC, id",
    "entry_id": "SELECT id FROM list_entry WHERE year = 2024",
    "allocation_id": "SELECT id FROM allocation WHERE year = 2024",
    "bulletin_id": "SELECT id FROM bulletin WHERE state = 'published'",
    "calibration_id": "SELECT id FROM meter_calibration ORDER BY id",
    "case_id": "SELECT id FROM penalty_case ORDER BY (state = 'closed') DESC, id",
    "change_id": "SELECT id FROM plan_change ORDER BY id",
    "confirmation_id": "SELECT confirmation_id FROM objection ORDER BY (state = 'decided') DESC, id",
    "document_id": "SELECT id FROM document ORDER BY id",
    "draw_id": "SELECT id FROM recheck_draw WHERE state = 'drawn'",
    "enterprise_id": "SELECT enterprise_id FROM obligation ORDER BY id",
    "import_id": "SELECT id FROM outside_import ORDER BY (state = 'imported') DESC, id",
    "instrument_id": "SELECT id FROM instrument ORDER BY id",
    "meter_id": "SELECT meter_id FROM meter_calibration ORDER BY id",
    "notice_id": "SELECT max(id) FROM notice WHERE duty = 'emissions.confirm'",
    "number": "SELECT max(id) FROM journal_entry",
    "objection_id": "SELECT id FROM objection ORDER BY id",
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
    "/months/enterprises/{enterprise_id:int}/{year:int}": (
        "SELECT '/months/enterprises/' || enterprise_id || '/2025' FROM month_evidence WHERE year = 2025 ORDER BY id"
    ),
    "/months/enterprises/{enterprise_id:int}/{year:int}/report": (
        "SELECT '/months/enterprises/' || enterprise_id || '/2025/report' FROM month_evidence WHERE year = 2025 "
        "ORDER BY version_id IS NULL, id"
    ),
    "/months/month/{month_id:int}/fill": (
        "SELECT '/months/month/' || m.id || '/fill' FROM month_evidence m JOIN account a USING (enterprise_id) "
        f"WHERE m.state IN ('open', 'returned') AND a.sign_in_name = '{FILER}' ORDER BY m.id"
    ),
    "/months/versions/{version_id:int}/correct": (
        "SELECT '/months/versions/' || v.id || '/correct' FROM month_evidence m JOIN month_version v "
        "ON v.month_id = m.id JOIN account a USING (enterprise_id) WHERE m.state IN ('open', 'returned') "
        f"AND a.sign_in_name = '{FILER}' AND v.lines <> '{{{{}}}}' "
        "AND v.number = (SELECT max(w.number) FROM month_version w WHERE w.month_id = m.id)"
    ),
    "/months/versions/{version_id:int}": "SELECT '/months/versions/' || id FROM month_version ORDER BY stops DESC, id",
    "/months/versions/{version_id:int}/annotated": (
        "SELECT '/months/versions/' || id || '/annotated' FROM month_version WHERE lines <> '{{}}' ORDER BY stops DESC"
    ),
    "/months/versions/{version_id:int}/differences/{before_id:int}": (
        "SELECT '/months/versions/' || a.id || '/differences/' || b.id FROM month_version a JOIN month_version b "
        "USING (month_id) WHERE a.number > b.number"
    ),
    "/months/versions/{version_id:int}/original": "SELECT '/months/versions/' || id || '/original' FROM month_version",
    "/months/{year:int}": "SELECT '/months/2025'",
    "/months/{year:int}/export": "SELECT '/months/2025/export'",
    "/months/{year:int}/list": "SELECT '/months/2025/list'",
    "/months/{year:int}/list/export": "SELECT '/months/2025/list/export'",
    "/months/{year:int}/preview/{name:str}": "SELECT '/months/2025/preview/urge'",
    "/allocation/entries/{allocation_id:int}/why/{figure:str}": (
        "SELECT '/allocation/entries/' || id || '/why/' || k FROM allocation, jsonb_object_keys(explanations) k "
        "WHERE year = 2024 ORDER BY id, k"
    ),
    "/allocation/{year:int}/preview/{name:str}": "SELECT '/allocation/2025/preview/approve_pre'",
    "/allocation/units/{unit_id:int}/why": "SELECT '/allocation/units/' || id || '/why' FROM allocation_unit",
    "/bulletins/{bulletin_id:int}/edit": (
        "SELECT '/bulletins/' || id || '/edit' FROM bulletin WHERE state = 'drafted'"
    ),
    "/checks/{code:str}": "SELECT '/checks/ER-001'",
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
    "/outside/blank/{source:str}": "SELECT '/outside/blank/grid'",
    "/outside/{year:int}/enterprises/{enterprise_id:int}": (
        "SELECT '/outside/2024/enterprises/' || enterprise_id FROM told_figure WHERE source = 'grid' AND year = 2024"
    ),
    "/outside/{year:int}/enterprises/{enterprise_id:int}/export": (
        "SELECT '/outside/2024/enterprises/' || enterprise_id || '/export' FROM told_figure "
        "WHERE source = 'grid' AND year = 2024"
    ),
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
    "/reports/report/{report_id:int}/fill": (
        "SELECT '/reports/report/' || r.id || '/fill' FROM report r JOIN account a USING (enterprise_id) "
        "WHERE r.state IN ('open', 'returned') AND a.post = 'filer' ORDER BY (r.state = 'returned') DESC, r.id"
    ),
    "/reports/versions/{version_id:int}/correct": (
        "SELECT '/reports/versions/' || v.id || '/correct' FROM report r JOIN report_version v ON v.report_id = r.id "
        "JOIN account a USING (enterprise_id) WHERE r.state IN ('open', 'returned') AND a.post = 'filer' "
        "AND v.read_at IS NOT NULL AND v.number = (SELECT max(w.number) FROM report_version w WHERE w.report_id = r.id)"
    ),
    "/reports/versions/{version_id:int}/measuring": (
        "SELECT '/reports/versions/' || id || '/measuring' FROM report_version WHERE state = 'clean' ORDER BY id"
    ),
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
FOR_PROGRAMS = (
    "/machine/forms/",
    "/machine/reports/",
    "/machine/versions/",
    "/machine/plans/",
    "/machine/months/",
    "/machine/openapi.json",
)
LEFT_OUT = ("/static", "/{rest:path}", "/")
# Nothing of the demonstration is behind these: files that nobody attached, batches that nobody proposed, leads
# that are all followed up, bodies that nobody asked about a plan, plans that nobody has to correct, blanks for which
# the reader chooses first.
EMPTY = (
    "/law/final/blank",
    "/law/sheet/blank",
    "/law/batches/{batch:str}",
    "/law/batches/{batch:str}/original",
    "/penalties/{year:int}/leads/{ground:str}/{enterprise_id:int}",
    "/plans/versions/{plan_id:int}/correct",
    "/plans/versions/{plan_id:int}/opinion",
    "/public/package-checker/keys/{fingerprint:str}",
    "/recheck/objections/{objection_id:int}/evidence",
    "/reports/seals/{seal_id:int}/original",
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
        if path not in (*LEFT_OUT, *EMPTY) and not path.startswith((*FOR_PROGRAMS, LEFT_OUT[0]))
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
