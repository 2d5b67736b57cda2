"""What this room tells of an enterprise's year."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.emission_report.states import State
from domain.records.facts import EVERY, Facts, Span
from domain.records.journal import queries as journal
from domain.records.people.bounds import bound

RETURN_TAG = "emission_report:report:return"


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The report of each enterprise and year: figures as submitted or determined, and its versions."""
    return Facts(
        (
            "report_id",
            "report_state",
            "late",
            "reported_tonnes",
            "reported_mwh",
            "reported_gj",
            "versions",
            "stopped_versions",
            "stopping_findings",
            "returns",
        ),
        "SELECT r.enterprise_id, r.year, r.id AS report_id, r.state AS report_state, r.late, "
        f"CASE WHEN r.state <> '{State.OPEN.value}' THEN r.emissions_tonnes END AS reported_tonnes, u.reported_mwh, "
        "u.reported_gj, coalesce(v.versions, 0) AS versions, coalesce(v.stopped, 0) AS stopped_versions, "
        "coalesce(v.stops, 0) AS stopping_findings, coalesce(j.times, 0) AS returns FROM report r "
        "LEFT JOIN (SELECT v.report_id, count(*) AS versions, count(*) FILTER (WHERE v.stops > 0) AS stopped, "
        "sum(v.stops) AS stops FROM report_version v JOIN report x ON x.id = v.report_id "
        f"WHERE {span.of('x')} GROUP BY v.report_id) v ON v.report_id = r.id "
        "LEFT JOIN (SELECT u.report_id, sum(u.generation_mwh) AS reported_mwh, sum(u.heat_gj) AS reported_gj "
        "FROM report_unit u JOIN report x ON x.id = u.report_id AND u.version_id IS NOT DISTINCT FROM x.version_id "
        f"WHERE {span.of('x')} GROUP BY u.report_id) u ON u.report_id = r.id "
        f"LEFT JOIN ({journal.times_by_subject(RETURN_TAG)}) j ON j.subject = 'report:' || r.id "
        f"WHERE {bound(actor, 'r.enterprise_id')} AND {span.of('r')}",
    )
