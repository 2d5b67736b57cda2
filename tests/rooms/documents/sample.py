"""Facts for a document of every kind, as the acts give them."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.records.documents.queries import DocumentFile
from domain.records.documents.rules import Kind, number_of, table

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
NAME = "示例鄂东南热电有限责任公司"
CODE = "7KQM-2XWP-HV9D"

WHOSE = {
    "addressee": NAME,
    "credit_code": "91420000000000001X",
    "city": "武汉市",
    "synthetic": "yes",
    "fictional": "",
    "year": "2024",
}
CASE = {
    **WHOSE,
    "case_number": "省环碳罚〔2026〕1号",
    "ground": "shortfall",
    "conduct_on": "2026-01-01",
    "deadline_on": "2025-12-31",
    "due_tonnes": "4123456",
    "surrendered_tonnes": "4000000",
    "shortfall_tonnes": "123456",
    "found": "执法人员调取注册登记系统记录。",
    "address": "武汉市青山区工业路1号",
    "legal_person": "张三",
}
SURRENDER = {
    **WHOSE,
    "due_tonnes": "4123456",
    "surrendered_tonnes": "4123000",
    "offsets_tonnes": "456",
    "shortfall_tonnes": "0",
    "deadline_shortfall_tonnes": "23456",
    "status": "late",
    "completed_on": "2026-01-10",
    "deadline_on": "2025-12-31",
    "citation": "碳排放权交易管理暂行条例 第十四条",
}
UNITS = [
    {
        "unit_number": str(number),
        "unit_class": "I",
        "generation_mwh": "1812345.67",
        "heat_gj": "2400000.00",
        "initial": "1500000",
        "topup": "0",
        "final": "1500001",
        "due": "1450000",
    }
    for number in (1, 2, 3)
]
LISTED = [
    {"name": f"示例第{number}发电厂", "credit_code": f"91420000{number:09}X", "city": "武汉市", "sector_code": "4411"}
    for number in range(1, 61)
]


def _clock(name: str, length: str, unit: str, citation: str) -> dict[str, str]:
    return {f"{name}_length": length, f"{name}_unit": unit, f"{name}_citation": citation}


FACTS: dict[Kind, dict[str, str]] = {
    Kind.LISTING_NOTICE: {
        "year": "2024",
        "count": "60",
        "reference": "环办气候函〔2024〕1号",
        "citation": "碳排放权交易管理暂行条例 第八条",
        "units": table(LISTED),
        "synthetic": "yes",
        "fictional": "",
    },
    Kind.PLAN_FILING: {
        **WHOSE,
        "version": "2",
        "file_name": "监测计划.xlsx",
        "sha256": SHA256,
        "submitted_at": "2024-12-20T02:00:00+00:00",
        "late": "",
        "citation": "碳排放权交易管理暂行条例 第十一条",
    },
    Kind.UPLOAD_RECEIPT: {
        **WHOSE,
        "what": "emission_report",
        "version": "3",
        "file_name": "补充数据表.xlsx",
        "file_size": "48213",
        "sha256": SHA256,
        "received_at": "2025-03-28T02:00:00+00:00",
        "on_screen": "yes",
    },
    Kind.REPORT_RECEIPT: {
        **WHOSE,
        "version": "3",
        "file_name": "补充数据表.xlsx",
        "sha256": SHA256,
        "emissions_tonnes": "4123456.78",
        "submitted_at": "2025-03-30T02:00:00+00:00",
        "late": "yes",
        "citation": "碳排放权交易管理暂行条例 第十一条",
    },
    Kind.VERIFICATION_TASK: {
        "addressee": "示例核查中心",
        "enterprise": NAME,
        "credit_code": "91420000000000001X",
        "city": "武汉市",
        "year": "2024",
        "reported_tonnes": "4123456.78",
        "reason": "上年度核查机构回避",
        "citation": "环办气候函〔2021〕130号 核查指南 核查安排",
        "synthetic": "",
        "fictional": "",
    },
    Kind.VERIFICATION_CONCLUSION: {
        **WHOSE,
        "body": "示例核查中心",
        "report_number": "鄂-SLHC-2024-01",
        "reported_tonnes": "4123456.78",
        "emissions_tonnes": "4120000.00",
        "statement": "核算与报告符合指南要求。\n不符合项均已关闭。",
        "concluded_on": "2025-06-20",
        "citation": "环办气候函〔2021〕130号 核查指南 技术复核",
    },
    Kind.EMISSIONS_NOTICE: {
        **WHOSE,
        "verified_tonnes": "4120000.00",
        "emissions_tonnes": "4119999.00",
        "basis": "rechecked",
        "until_on": "2025-07-15",
        "citation": "国务院令第775号 第十二条",
        **_clock("objection", "7", "working_days", "碳排放权交易管理办法（试行） 第十六条、第二十七条"),
    },
    Kind.OBJECTION_DECISION: {
        **WHOSE,
        "grounds": "第2号机组实测值漏报。",
        "filed_on": "2025-07-10",
        "upheld": "yes",
        "reasons": "经核对，企业所述属实。",
        "before_tonnes": "4120000.00",
        "emissions_tonnes": "4100000.00",
        "citation": "生态环境部令第19号 第二十七条",
    },
    Kind.PRE_ALLOCATION: {
        **WHOSE,
        "pre_tonnes": "2884000",
        "deducted_tonnes": "4000",
        "issued_tonnes": "2880000",
        "citation": "碳排放权交易管理办法（试行） 第十四条",
    },
    Kind.FINAL_ALLOCATION: {
        **WHOSE,
        "pre_tonnes": "2884000",
        "initial_tonnes": "4500000",
        "gas_topup_tonnes": "1",
        "cap_topup_tonnes": "2",
        "final_tonnes": "4500003",
        "issued_tonnes": "-1616000",
        "still_to_deduct_tonnes": "3",
        "due_tonnes": "4350000",
        "reference": "环办气候函〔2025〕9号",
        "citation": "碳排放权交易管理办法（试行） 第十六条",
        "units": table(UNITS),
    },
    Kind.SURRENDER_CERTIFICATE: SURRENDER,
    Kind.SURRENDER_SHORTFALL: {**SURRENDER, "status": "short", "completed_on": "", "shortfall_tonnes": "123456"},
    Kind.CORRECTION_ORDER: {
        **CASE,
        "order": "补缴后请提交回单。",
        "until_on": "2026-01-30",
        "citation": "行政处罚法 第二十八条",
    },
    Kind.PENALTY_NOTICE: {
        **CASE,
        "fine_yuan": "60500000",
        "fine_citation": "碳排放权交易管理暂行条例 第二十四条",
        "reasons": "缺口占比较小。",
        "answer_by_on": "2026-02-10",
        "hearing_offered": "yes",
        "citation": "行政处罚法 第四十四条",
        **_clock("statement", "5", "working_days", "生态环境行政处罚办法 第四十五条"),
        **_clock("hearing", "5", "working_days", "中华人民共和国行政处罚法 第六十四条"),
    },
    Kind.PENALTY_DECISION: {
        **CASE,
        "fine_yuan": "60500000",
        "fine_citation": "碳排放权交易管理暂行条例 第二十四条",
        "law_reason": "适用较轻的规定。",
        "reasons": "缺口占比较小。",
        "factors": "corrected_early,first_time",
        "deducted_tonnes": "123456",
        "statement": "资金紧张。",
        "stated_on": "2026-02-08",
        "noticed_on": "2026-02-01",
        "hearing_on": "2026-02-20",
        "correct_by_on": "2026-01-30",
        "citation": "行政处罚法 第五十七条",
        **_clock("payment", "15", "calendar_days", "中华人民共和国行政处罚法 第六十七条"),
        **_clock("late", "0.03", "share", "中华人民共和国行政处罚法 第七十二条"),
        **_clock("reconsideration", "60", "calendar_days", "中华人民共和国行政复议法 第二十条"),
        **_clock("lawsuit", "6", "months", "中华人民共和国行政诉讼法 第四十六条"),
    },
    Kind.SERVICE_RECORD: {
        **CASE,
        "decision_number": "鄂环碳罚决〔2026〕1号",
        "method": "direct",
        "served_on": "2026-03-01",
        "pay_by_on": "2026-03-16",
        "fine_yuan": "60500000",
        "citation": "行政处罚法 第六十一条",
    },
    Kind.HAND_OVER: {
        "year": "2024",
        "package": "2024-2",
        "replaces": "2024-1",
        "reason": "两家单位由主管部门核定",
        "files": "812",
        "size": "8123456",
        "sha256": SHA256,
        "manifest_sha256": SHA256[::-1],
        "signer": "李某",
        "signed_at": "2026-03-09T02:00:00+00:00",
        "receipt": "国碳收2026-42",
        "handed_over_at": "2026-03-10T02:00:00+00:00",
        "citation": "环办气候函〔2019〕71号",
        "synthetic": "yes",
    },
}


def document(kind: Kind, **other: str) -> DocumentFile:
    """A document of that kind; `other` replaces facts."""
    facts = {**FACTS[kind], **other}
    return DocumentFile(1, kind.value, number_of(kind, "鄂", 2026, 3), "sample:1", facts, CODE, AT, False)
