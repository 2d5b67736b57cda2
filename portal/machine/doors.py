"""What every address for programs asks and promises: one decorator, so that none forgets the token or its troubles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import ResponseHeader
from litestar.exceptions import TooManyRequestsException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, Parameter, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from domain.core.duties import Duty
from domain.records.evidence.writes import JSON, XLSX
from portal.clock import now
from portal.limits import Turnstile
from portal.machine.problems import PROBLEM
from portal.machine.shapes import Problem
from portal.settings import settings

LONGEST_KEY = 200
KEY_PATTERN = rf"^[\x21-\x7e]{{1,{LONGEST_KEY}}}$"
# Why each trouble may come; the sentence that a program is told is in its own language.
TROUBLES = {
    400: "The request cannot be read.",
    401: "No token, or one that has ended.",
    403: "The token's account does not hold the duty of this address.",
    404: "Nothing of yours is there.",
    405: "The address does not take this method.",
    409: "Somebody has moved this on, or the same key is under way.",
    413: "Larger than an upload may be.",
    415: "Of a kind that the address does not take.",
    422: "Read and refused: the findings say why.",
    429: "Too many requests in this minute; Retry-After says for how long to wait.",
}
READING = (400, 401, 403, 404, 429)
WRITING = (*READING, 409, 413, 415, 422)
_TAG = ResponseHeader(name="ETag", documentation_only=True, description="Tag of the content, for If-None-Match.")
Decorator = Callable[[Any], Any]


@dataclass
class Reading(Operation):
    """An operation that answers 304 to a tag."""

    def __post_init__(self) -> None:
        tag = _header("If-None-Match", "The ETag of the answer that you have: 304 when it is still the same.")
        language = _header("Accept-Language", "zh (usual) or en.")
        self.parameters = [*(self.parameters or []), tag, language]


@dataclass
class Sending(Operation):
    """An operation that takes a workbook or JSON, once under a key."""

    def __post_init__(self) -> None:
        key = _header("Idempotency-Key", "Sent again with the same key, the same content is answered the same.")
        key.schema = Schema(type=OpenAPIType.STRING, pattern=KEY_PATTERN)
        self.parameters = [*(self.parameters or []), key, _header("Accept-Language", "zh (usual) or en.")]
        self.request_body = self.body()

    @staticmethod
    def body() -> RequestBody:
        return RequestBody(
            content={**_files(XLSX), JSON: OpenAPIMediaType(schema=_SENT)},
            required=True,
            description="The filled workbook, or the same as JSON by the schema of the form.",
        )


@dataclass
class SendingRecord(Sending):
    """An operation that takes an original record, once under a key."""

    @staticmethod
    def body() -> RequestBody:
        said = "The original record: pdf, jpg, png, or a workbook without macros and links."
        return RequestBody(
            content=_files("application/pdf", "image/jpeg", "image/png", XLSX), required=True, description=said
        )


def _files(*media_types: str) -> dict[str, OpenAPIMediaType]:
    return {
        each: OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, content_media_type=each)) for each in media_types
    }


_SENT = Schema(
    type=OpenAPIType.OBJECT,
    required=["form", "edition", "sheets"],
    properties={
        "form": Schema(type=OpenAPIType.STRING),
        "edition": Schema(type=OpenAPIType.STRING),
        "sheets": Schema(type=OpenAPIType.OBJECT),
    },
    description="By the schema that GET /machine/forms answers.",
)


def _header(name: str, description: str) -> Parameter:
    schema = Schema(type=OpenAPIType.STRING)
    return Parameter(name=name, param_in="header", schema=schema, description=description, required=False)


def read_at(path: str, operation: str, duty: Duty, answer: Any, summary: str, *, media_type: str = JSON) -> Decorator:
    """A GET for programs, called `operation` by clients made from the description.

    `answer` is the shape of its JSON; None where a file is answered.
    """
    shape = answer if answer is not None else bytes
    responses = {
        200: ResponseSpec(data_container=shape, description=summary, media_type=media_type, generate_examples=False),
        304: ResponseSpec(data_container=None, description="What you have is still the same."),
        **_troubles(READING),
    }
    return get(
        path,
        duty=duty,
        machine=True,
        guards=[not_too_often],
        responses=responses,
        operation_class=Reading,
        response_headers=[_TAG],
        operation_id=operation,
        summary=summary,
        raises=[],
    )


def send_to(path: str, operation: str, duty: Duty, answer: Any, summary: str) -> Decorator:
    """A POST of a workbook or JSON."""
    return _sent_to(path, operation, duty, answer, summary, Sending)


def send_record_to(path: str, operation: str, duty: Duty, answer: Any, summary: str) -> Decorator:
    """A POST of an original record."""
    return _sent_to(path, operation, duty, answer, summary, SendingRecord)


def _sent_to(path: str, operation: str, duty: Duty, answer: Any, summary: str, kind: type[Sending]) -> Decorator:
    received = ResponseSpec(data_container=answer, description=summary, media_type=JSON, generate_examples=False)
    return post(
        path,
        duty=duty,
        machine=True,
        guards=[not_too_often],
        responses={201: received, **_troubles(WRITING)},
        operation_class=kind,
        operation_id=operation,
        summary=summary,
        raises=[],
    )


def _troubles(statuses: tuple[int, ...]) -> Mapping[int, ResponseSpec]:
    return {
        status: ResponseSpec(
            data_container=Problem, description=TROUBLES[status], media_type=PROBLEM, generate_examples=False
        )
        for status in statuses
    }


async def not_too_often(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """So many requests of an account in a minute; Retry-After with the refusal of one more."""
    account = str(getattr(connection.user, "account_id", 0))
    turnstile: Turnstile = connection.app.state.turnstile
    if seconds := await turnstile.wait("/machine", account, settings().machine_requests_a_minute, now()):
        raise TooManyRequestsException(headers={"Retry-After": str(seconds)})
