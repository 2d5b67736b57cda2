"""The workbooks of plans: one description for each sector and edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from domain.core.workbook import Workbook
from domain.monitoring_plan.workbook import industry, power, power_2026, template
from domain.monitoring_plan.workbook.common import MOST_NUMBER, MOST_VERSION, WHOLE_EN, WHOLE_ZH, titles

# Before sectors had forms of their own, every plan was one of these.
WORKBOOK = power.WORKBOOK


def code_of(workbook: Workbook) -> str:
    """What the law calls a form: its key and its edition."""
    return f"{workbook.key}.{workbook.edition}"


# `plan.form.<sector>` names one of these for each year.
WORKBOOKS: Mapping[str, Workbook] = {
    code_of(workbook): workbook
    for workbook in (
        power.WORKBOOK,
        power_2026.WORKBOOK,
        *industry.GUIDED,
        *industry.GENERAL,
        *template.TEMPLATES,
    )
}

__all__ = ["MOST_NUMBER", "MOST_VERSION", "WHOLE_EN", "WHOLE_ZH", "WORKBOOK", "WORKBOOKS", "code_of", "titles"]
