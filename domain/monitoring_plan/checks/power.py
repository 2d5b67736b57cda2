"""What the guide of 2026 asks of power plants besides: place, boilers, permit codes, oxidation from the database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.monitoring_plan import rules
from domain.monitoring_plan.checks.case import OWNER, Case, needed
from domain.monitoring_plan.rules import GAS

GUIDE_2026 = "企业温室气体排放核算与报告指南 发电设施（CETS-AG-01.01-V04-2026）"
CHECKS = Register[Case](owner=OWNER, citation=GUIDE_2026)
# 排污许可设施编号: MF and four digits.
PERMIT_CODE = re.compile(r"MF\d{4}")


@CHECKS.stop("MP-PLACE")
def place_is_told(case: Case) -> Iterator[Hit]:
    """MP-PLACE: longitude, latitude and altitude of the site are told (guide of 2026, C.1).

    The altitude picks the oxidation from the national database; left empty → stop.
    """
    yield from needed(case.lines.fields("enterprise"), ("longitude", "latitude", "altitude"))


@CHECKS.warn("MP-PERMIT")
def permit_codes(case: Case) -> Iterator[Hit]:
    """MP-PERMIT: units are known by the codes of the discharge permit, which begin with MF (verification guide 2026).

    MF0012 is one, MF12 or an empty cell is questioned.
    """
    for line in case.lines.rows("units"):
        if not PERMIT_CODE.fullmatch(line.text("permit_code").strip().upper()):
            yield hit(line.place("permit_code"), unit=line.text("number"), permit_code=line.text("permit_code"))


@CHECKS.stop("MP-BOILER")
def boiler_is_told(case: Case) -> Iterator[Hit]:
    """MP-BOILER: the type of boiler of every coal unit is told (guide of 2026, C.2).

    The oxidation of coal comes from the database by it; a gas unit needs none.
    """
    for line in case.lines.rows("units"):
        if line.text("fuel") not in ("", GAS):
            yield from needed(line, ("boiler_type",), unit=line.text("number"))


@CHECKS.warn("MP-OXIDATION")
def oxidation_of_database(case: Case) -> Iterator[Hit]:
    """MP-OXIDATION: the oxidation is taken from the national factor database (guide of 2026).

    A plan for 2026 that says "default" is questioned; a measured one as well.
    """
    prescribed = rules.prescribed_method("oxidation", case.known.law)
    for datum in case.data():
        method = datum.line.text("method")
        if prescribed and datum.parameter == "oxidation" and method not in ("", prescribed):
            yield datum.hit("method", case.cited("plan.method.oxidation"))
