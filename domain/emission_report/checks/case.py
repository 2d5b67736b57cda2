"""What a check sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from domain.core.law import Law
from domain.core.workbook import Line
from domain.emission_report.rules import Filed, Known, PowerResults, Results

GUIDE = "企业温室气体排放核算与报告指南 发电设施（2022年修订版）"
REPORTING = "碳排放权交易管理暂行条例 第十一条"
PLAN = "企业温室气体排放核算与报告指南 发电设施（2022年修订版） 数据质量控制计划"


class Headed(Protocol):
    """What every sector's report says of itself on its first sheet."""

    @property
    def name(self) -> str: ...
    @property
    def credit_code(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def plan_version(self) -> str: ...
    @property
    def enterprise(self) -> Line: ...


F = TypeVar("F", bound=Headed, covariant=True)
R = TypeVar("R", bound=Results, covariant=True)


@dataclass(frozen=True, slots=True)
class Case(Generic[F, R]):
    """One report to be checked, as its form types it. `results` is None while figures it needs are missing."""

    filed: F
    known: Known
    law: Law
    results: R | None = None


PowerCase = Case[Filed, PowerResults]
AnyCase = Case[Headed, Results]
