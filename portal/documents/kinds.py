"""How each kind of document is laid out. The words of a block are `paper:<kind>:<block>`, filled from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.records.documents.rules import Kind


class Shape(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    # Labelled facts, two columns.
    FACTS = "facts"
    # Lines that are filled in by hand: labels with room beside them.
    BLANKS = "blanks"
    # One row a unit; the fact `units` holds them.
    TABLE = "table"
    # The same, on a page of its own behind the signature.
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. `names` are the facts or columns of a table.

    It is there when the fact `needs` has a value (that of `equals`, where it is given), and the fact `lacks` has none.
    """

    code: str
    shape: Shape = Shape.PARAGRAPH
    names: tuple[str, ...] = ()
    needs: str = ""
    equals: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of document. `told` are the facts by which a copy is compared.

    `file` ones bear 文件 in the masthead, `upward` ones go to the ministry and name who signs, `slip` ones have no
    place for copies and printing, `everybody` ones are for all; those not `spoken_to` speak about somebody.
    """

    blocks: tuple[Block, ...]
    told: tuple[str, ...]
    file: bool = False
    upward: bool = False
    slip: bool = False
    everybody: bool = False
    spoken_to: bool = True


def _paragraph(code: str, needs: str = "", equals: str = "", lacks: str = "") -> Block:
    return Block(code, Shape.PARAGRAPH, (), needs, equals, lacks)


def _heading(code: str) -> Block:
    return Block(code, Shape.HEADING)


def _facts(names: str) -> Block:
    """Labelled facts, named one after the other."""
    return Block("facts", Shape.FACTS, tuple(names.split()))


_PARTY = Block("party", Shape.FACTS, ("addressee", "credit_code", "address", "legal_person", "case_number"))
_BREACH = (
    _paragraph("shortfall", "ground", "shortfall"),
    _paragraph("report", "ground", "report"),
    _paragraph("found", "found"),
)
_FINE = ("case_number", "fine_yuan", "fine_citation")

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        Kind.LISTING_NOTICE: Layout(
            (
                _paragraph("body"),
                _paragraph("reference", "reference"),
                _paragraph("duties"),
                Block("annex", Shape.ANNEX, ("name", "credit_code", "city", "sector_code")),
            ),
            ("year", "count", "reference"),
            file=True,
            everybody=True,
        ),
        Kind.PLAN_FILING: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year version filing_number submitted_at late file_name sha256 citation"),
                _paragraph("duties"),
            ),
            ("year", "version", "filing_number", "submitted_at", "sha256"),
            slip=True,
        ),
        Kind.UPLOAD_RECEIPT: Layout(
            (
                # A plan has its number only when it is filed.
                _paragraph("body_plan", lacks="version"),
                _paragraph("body", "version", lacks="month"),
                _paragraph("body_month", "month"),
                _facts("credit_code year month version received_at file_name file_size sha256"),
                _paragraph("on_screen", "on_screen"),
                _paragraph("check"),
            ),
            ("year", "month", "version", "received_at", "sha256"),
            slip=True,
        ),
        Kind.REPORT_RECEIPT: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year version emissions_tonnes submitted_at file_name sha256 citation"),
                _paragraph("late", "late"),
                _paragraph("scope"),
            ),
            ("year", "version", "emissions_tonnes", "submitted_at", "sha256"),
            slip=True,
        ),
        Kind.VERIFICATION_TASK: Layout(
            (
                _paragraph("body"),
                _facts("enterprise credit_code city year reported_tonnes"),
                _paragraph("reason", "reason"),
                _paragraph("duties"),
                _paragraph("ties"),
            ),
            ("enterprise", "year", "reported_tonnes"),
        ),
        Kind.VERIFICATION_CONCLUSION: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year report_number reported_tonnes emissions_tonnes concluded_on"),
                _paragraph("statement", "statement"),
                _paragraph("next"),
            ),
            ("body", "report_number", "year", "emissions_tonnes"),
        ),
        Kind.EMISSIONS_NOTICE: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year verified_tonnes emissions_tonnes basis"),
                _paragraph("rights", "objection_length"),
                _paragraph("rights_open", lacks="objection_length"),
                _paragraph("next"),
            ),
            ("year", "emissions_tonnes", "until_on"),
        ),
        Kind.OBJECTION_DECISION: Layout(
            (
                _paragraph("body"),
                Block("party", Shape.FACTS, ("addressee", "credit_code")),
                _heading("grounds_head"),
                _paragraph("grounds"),
                _heading("reasons_head"),
                _paragraph("reasons"),
                _heading("decision_head"),
                _paragraph("upheld", "upheld"),
                _paragraph("rejected", lacks="upheld"),
                _paragraph("next"),
            ),
            ("year", "upheld", "emissions_tonnes"),
        ),
        Kind.PRE_ALLOCATION: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year pre_tonnes deducted_tonnes issued_tonnes"),
                _paragraph("next"),
            ),
            ("year", "pre_tonnes", "issued_tonnes"),
        ),
        Kind.FINAL_ALLOCATION: Layout(
            (
                _paragraph("body"),
                _facts(
                    "credit_code year pre_tonnes initial_tonnes gas_topup_tonnes cap_topup_tonnes final_tonnes "
                    "issued_tonnes still_to_deduct_tonnes due_tonnes"
                ),
                _paragraph("reference", "reference"),
                _paragraph("next"),
                _paragraph("attached"),
                Block(
                    "annex",
                    Shape.ANNEX,
                    ("unit_number", "unit_class", "generation_mwh", "heat_gj", "initial", "final", "due"),
                ),
            ),
            ("year", "final_tonnes", "issued_tonnes", "due_tonnes"),
        ),
        Kind.SURRENDER_CERTIFICATE: Layout(
            (
                _paragraph("on_time", "status", "on_time"),
                _paragraph("late", "status", "late"),
                _facts("credit_code year due_tonnes surrendered_tonnes offsets_tonnes completed_on citation"),
                _paragraph("reserve", "status", "late"),
            ),
            ("credit_code", "year", "due_tonnes", "status", "completed_on"),
            slip=True,
            spoken_to=False,
        ),
        Kind.SURRENDER_SHORTFALL: Layout(
            (
                _paragraph("body"),
                _facts("credit_code year due_tonnes surrendered_tonnes offsets_tonnes shortfall_tonnes"),
                _paragraph("demand"),
                _paragraph("warning"),
            ),
            ("year", "due_tonnes", "shortfall_tonnes"),
        ),
        Kind.CORRECTION_ORDER: Layout(
            (_PARTY, *_BREACH, _paragraph("order"), _paragraph("text", "order"), _paragraph("warning")),
            ("case_number", "ground", "until_on"),
        ),
        Kind.PENALTY_NOTICE: Layout(
            (
                _PARTY,
                _heading("breach_head"),
                *_BREACH,
                _heading("fine_head"),
                _paragraph("fine"),
                _paragraph("reasons"),
                _heading("rights_head"),
                _paragraph("statement"),
                _paragraph("hearing", "hearing_offered"),
                _paragraph("no_hearing", lacks="hearing_offered"),
                _paragraph("way"),
            ),
            (*_FINE, "answer_by_on"),
        ),
        Kind.PENALTY_DECISION: Layout(
            (
                _PARTY,
                _heading("breach_head"),
                *_BREACH,
                _paragraph("evidence_shortfall", "ground", "shortfall"),
                _paragraph("evidence_report", "ground", "report"),
                _paragraph("noticed", "noticed_on"),
                _paragraph("stated", "statement"),
                _paragraph("silent", lacks="statement"),
                _paragraph("heard", "hearing_on"),
                _heading("fine_head"),
                _paragraph("factors", "factors"),
                _paragraph("reasons"),
                _paragraph("law_reason", "law_reason"),
                _paragraph("fine"),
                _paragraph("deducted", "deducted_tonnes"),
                _heading("pay_head"),
                _paragraph("pay", "payment_length"),
                _paragraph("pay_open", lacks="payment_length"),
                _paragraph("late", "late_length"),
                _heading("remedy_head"),
                _paragraph("reconsideration", "reconsideration_length"),
                _paragraph("reconsideration_open", lacks="reconsideration_length"),
                _paragraph("lawsuit", "lawsuit_length"),
                _paragraph("lawsuit_open", lacks="lawsuit_length"),
                _paragraph("force"),
            ),
            (*_FINE, "deducted_tonnes"),
        ),
        Kind.SERVICE_RECORD: Layout(
            (
                _facts("case_number papers addressee credit_code address method served_on pay_by_on citation"),
                Block("blanks", Shape.BLANKS, ("place", "receiver", "deputy", "servers", "remarks")),
            ),
            ("decision_number", "method", "served_on"),
            slip=True,
            spoken_to=False,
        ),
        Kind.HAND_OVER: Layout(
            (
                _paragraph("body"),
                _facts("package year files size sha256 manifest_sha256 signed_at receipt"),
                _paragraph("replaces", "replaces"),
                _paragraph("reason", "reason"),
                _paragraph("check"),
            ),
            ("package", "year", "files", "sha256", "receipt"),
            file=True,
            upward=True,
        ),
    }
)
