"""What this room tells of an enterprise's year."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.recheck.queries.confirmations import confirmation_bound
from domain.recheck.states import ConfirmationState
from domain.records.facts import EVERY, Facts, Span

_FINAL = f"c.state = '{ConfirmationState.FINAL.value}'"


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The confirmation of each enterprise and year; its figures once it is final.

    `recheck_correction` is what recheck and objection changed of the verified emissions, t CO2.
    """
    return Facts(
        (
            "confirmation_id",
            "confirmation_state",
            "confirmation_basis",
            "confirmed_tonnes",
            "recheck_correction",
            "confirmed_mwh",
            "confirmed_gj",
        ),
        "SELECT c.enterprise_id, c.year, c.id AS confirmation_id, c.state AS confirmation_state, "
        f"c.basis AS confirmation_basis, CASE WHEN {_FINAL} THEN c.emissions_tonnes END AS confirmed_tonnes, "
        f"CASE WHEN {_FINAL} THEN c.emissions_tonnes - c.verified_tonnes END AS recheck_correction, "
        f"CASE WHEN {_FINAL} THEN u.mwh END AS confirmed_mwh, CASE WHEN {_FINAL} THEN u.gj END AS confirmed_gj "
        "FROM confirmation c LEFT JOIN (SELECT u.confirmation_id, sum(u.generation_mwh) AS mwh, sum(u.heat_gj) AS gj "
        f"FROM confirmed_unit u JOIN confirmation x ON x.id = u.confirmation_id WHERE {span.of('x')} "
        "GROUP BY u.confirmation_id) u ON u.confirmation_id = c.id "
        f"WHERE {confirmation_bound(actor)} AND {span.of('c')}",
    )


def class_facts(actor: Actor, span: Span = EVERY) -> str:
    """SQL: each generating unit of the final confirmations: its year and class, t CO2, MWh, GJ."""
    return (
        "SELECT u.enterprise_id, c.year, u.unit_class, u.emissions_tonnes, u.generation_mwh, u.heat_gj "
        "FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE {_FINAL} AND {confirmation_bound(actor)} AND {span.of('c')}"
    )
