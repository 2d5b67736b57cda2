"""(9) The dashboard over 2,000 enterprises and three years: its sums against a bare aggregate, and its statements."""

from __future__ import annotations

from litestar.testing import AsyncTestClient

from domain.evaluation import queries
from domain.evaluation.queries import By
from portal.application import application
from portal.guards import SESSION_COOKIE
from tests.bench.ground import MANY, Report, connect, median_of, officer
from tests.bench.list_page import signed_in_officer
from tests.bench.rows import YEAR, Connection, enter_enterprises
from tests.doors import NUMBERS, STAND_INS
from tests.statements import statements

TIMES = 15
YEARS = range(YEAR - 2, YEAR + 1)
UNIT = {"unit_number": "n || '#'", "unit_class": "'II'", "fuel": "'bituminous'", "capacity_mw": "300"}
FIGURES = {"emissions_tonnes": "400000", "generation_mwh": "480000", "heat_gj": "0"}
SAME = {"enterprise_id": "x.enterprise_id", "year": "x.year"}
THREE = ", generate_series(1, 3) n"
# What every room would have left behind, in their order: table, where from, the columns that matter.
PLANTED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("list_entry", "enterprise e, {years} y", {"enterprise_id": "e.id", "year": "y", "state": "'published'"}),
    ("plan", "list_entry x", SAME | {"state": "'filed'", "version": "1"}),
    ("report", "list_entry x", SAME | {"state": "'accepted'", "emissions_tonnes": "1200000", "late": "x.id % 20 = 0"}),
    ("report_version", "report x, generate_series(1, 2) n", {"report_id": "x.id", "number": "n", "stops": "2 - n"}),
    ("report_unit", f"report x{THREE}", {"report_id": "x.id", "version_id": "2 * x.id"} | UNIT | FIGURES),
    (
        "verification_task",
        "report x",
        SAME
        | {"report_id": "x.id", "state": "'delivered'", "reported_tonnes": "1200000"}
        | {"emissions_tonnes": "1200000 + x.id % 7"},
    ),
    ("verification_finding", "verification_task x, generate_series(1, 2) n", {"task_id": "x.id", "number": "n"}),
    (
        "confirmation",
        "report x",
        SAME | {"state": "'final'", "verified_tonnes": "1200000", "emissions_tonnes": "1200000"},
    ),
    ("confirmed_unit", f"confirmation x{THREE}", {"confirmation_id": "x.id"} | UNIT | FIGURES),
    (
        "allocation",
        "report x",
        SAME | {"state": "'final_issued'", "pre": "900000", "due": "1200000", "final": "1190000 + x.id % 3 * 10000"},
    ),
    ("allocation_unit", f"allocation x{THREE}", SAME | {"allocation_id": "x.id", "final": "396000"} | UNIT),
    ("obligation", "allocation x", SAME | {"state": "'settled'", "due": "x.due", "surrendered": "x.due"}),
    ("surrender_result", "obligation x", SAME | {"obligation_id": "x.id", "status": "'on_time'"}),
    (
        "journal_entry",
        "report x, generate_series(1, 4) n",
        {"number": "1000000 + row_number() OVER ()", "subject": "'report:' || x.id"}
        | {"tag": "CASE WHEN n = 1 AND x.id % 10 = 0 THEN 'emission_report:report:return' ELSE 'other:tag' END"},
    ),
)
LINKED = (
    "UPDATE report r SET version_id = v.id FROM report_version v WHERE v.report_id = r.id AND v.number = 2",
    "UPDATE report_unit u SET version_id = r.version_id FROM report r WHERE r.id = u.report_id",
    "UPDATE obligation o SET result_id = r.id FROM surrender_result r WHERE r.obligation_id = o.id",
    "ANALYZE",
)
BARE = (
    "SELECT a.year, e.city, sum(a.final), sum(a.due), sum(c.emissions_tonnes) FROM allocation a "
    "JOIN confirmation c USING (year, enterprise_id) JOIN enterprise e ON e.id = a.enterprise_id GROUP BY 1, 2"
)


async def measure(report: Report, url: str) -> None:
    connection = await connect(url)
    try:
        await plant(connection)
        token = await signed_in_officer()
        leader = officer("leader")
        ours = await median_of(TIMES, lambda: queries.totals_by(leader, YEARS, tuple(By)))
        bare = await median_of(TIMES, lambda: connection.fetch(BARE))
        report.ratio(f"sums of {MANY} enterprises, {len(YEARS)} years, by year, city, sector", ours, bare)
        alone = await median_of(TIMES, lambda: queries.years_of(1, actor=leader))
        report.ratio("one enterprise over the years", alone, bare)
        await _pages(report, token, bare)
    finally:
        await connection.close()


async def plant(connection: Connection) -> None:
    """Straight into the tables, set by set; columns that do not matter are filled with anything."""
    await enter_enterprises(connection)
    for table, source, columns in PLANTED:
        required = await connection.fetch(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 "
            "AND is_nullable = 'NO' AND column_default IS NULL",
            table,
        )
        filled = {one[0]: "0" if one[1] in NUMBERS else STAND_INS.get(one[1], "''") for one in required} | columns
        years = f"generate_series({YEARS[0]}, {YEARS[-1]})"
        values = ", ".join(filled.values()).replace("{{}}", "{}")
        sql = f"INSERT INTO {table} ({', '.join(filled)}) SELECT {values} FROM {source.replace('{years}', years)}"
        await connection.execute(sql)
    for sql in LINKED:
        await connection.execute(sql)


async def _pages(report: Report, token: str, bare: float) -> None:
    async with AsyncTestClient(application()) as client:
        client.cookies.set(SESSION_COOKIE, token)
        for path in (f"/dashboard?year={YEAR}", "/enterprises/1", f"/enterprises/in/{YEAR}"):
            with statements() as sent:
                answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            taken = await median_of(TIMES, lambda path=path: client.get(path))  # type: ignore[misc]
            report.ratio(f"{path}, {len(sent)} statements, {len(answer.content) // 1024} KB", taken, bare)
