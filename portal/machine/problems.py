"""Troubles as programs are told them: RFC 9457, with a code that stays and a sentence in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from litestar import Request, Response
from litestar.serialization import encode_json

from domain.core.findings import Finding
from portal import words
from portal.machine.languages import asked_language, said_in
from portal.machine.shapes import Problem, Remark
from portal.words import finding_sentence, label

PROBLEM = "application/problem+json"
# Troubles with words of their own; any other is told as the first of its hundred.
TOLD = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500)

Ask = Request[Any, Any, Any]


def asked_by_a_program(request: Ask) -> bool:
    """Whether a program asks: it carries a token, or the address is one of those that take one."""
    # An address that nobody knows has no handler.
    opt = getattr(request.scope.get("route_handler"), "opt", {})
    return bool(opt.get("machine")) or request.headers.get("authorization", "").lower().startswith("bearer ")


def problem(
    request: Ask,
    status: int,
    findings: Sequence[Finding] = (),
    *,
    headers: Mapping[str, str] | None = None,
) -> Response[Any]:
    """The answer to a request that was not done. Its code is that of the first finding, or `HTTP-<status>`."""
    language = asked_language(request)
    words.speaking.set(language)
    kind = str(status if status in TOLD else status // 100 * 100)
    told = list(remarks(findings))
    title, advice = label("machine_trouble", kind), label("machine_advice", kind)
    detail = told[0].text if told else title
    code = told[0].code if told else f"HTTP-{status}"
    content = Problem(f"/machine#trouble-{kind}", title, status, code, detail, advice, told)
    more = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response(
        encode_json(content),
        status_code=status,
        media_type=PROBLEM,
        headers={"Cache-Control": "no-store", **said_in(language), **more, **(headers or {})},
    )


def remarks(findings: Iterable[Finding]) -> Iterable[Remark]:
    """Findings in the language being spoken; the place of a field of what was sent is its pointer."""
    for found in findings:
        place = found.place
        yield Remark(
            found.code,
            found.severity.value,
            finding_sentence(found),
            place.sheet,
            place.cell,
            place.field,
            found.citation,
        )
