"""What the demonstration files of steel, cement and aluminium: every month is read back without a finding."""

from __future__ import annotations

import pytest

from domain.core.law import last_day_of
from domain.core.workbook import read
from domain.emission_report.rules import Known, form_of
from domain.monthly_evidence.checks import Beside, MonthCase, examine
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.workbook import workbook_of
from domain.records.people.queries import EnterpriseCard
from domain.records.sheets.reader import grid_for
from seed.cast import the_industry
from seed.play.industry_months import DESCRIBED, MONTHS, YEAR, form_of_month
from seed.play.workbooks import filled
from tests.law import edition

SECTORS = {"iron-river": "steel", "white-kiln": "cement", "silver-pot": "aluminium"}


@pytest.mark.parametrize("month", [MONTHS[0], MONTHS[-1]])
@pytest.mark.parametrize("slug", DESCRIBED)
def test_a_month_of_industry_is_clean(slug: str, month: int) -> None:
    law, sector = edition.law(last_day_of(YEAR)), SECTORS[slug]
    fact = next(each for each in the_industry() if each.slug == slug)
    of = (fact.credit_code, fact.name, fact.name_en, fact.city, sector, fact.sector_code)
    card = EnterpriseCard(1, *of, "", "", "", "", True, True)
    form = form_of(law, sector)
    workbook = workbook_of(form.code)
    assert workbook is not None
    lines, found = read(workbook, grid_for(workbook, filled(form_of_month(workbook, card, slug, month))))
    known = Known(fact.name, fact.credit_code, YEAR, (), None, sector=sector)
    told = examine(
        form,
        MonthCase(YEAR, month, workbook, lines, known, {}, law, beside=Beside(attached=frozenset(EvidenceKind))),
    )
    codes = {(each.code, str(each.place)) for each in (*found, *told.findings) if each.code != "MO-006"}
    assert codes == set()
    assert told.results is not None
    year = told.results.enterprise.value * 12
    assert abs(year / fact.known_tonnes - 1) < 0.25  # type: ignore[operator]
