"""Questions about what verification and monitoring need before they begin: teams, bodies, site visits, plans. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.core.facts import not_negative, one_of, share, whole
from domain.core.workings import Explanation, Working
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question
from domain.verification.rules.clocks import WAIVER_YEARS, visit_may_be_waived

ZERO = Decimal(0)
# Facts of a working group and of a body, each with the provision that says how many are needed.
TEAM: Mapping[str, str] = {
    "members": "verification.group.persons_min",
    "leaders": "verification.group.leaders",
    "experts": "verification.group.experts_min",
    "site_members": "verification.site.persons_min",
}
BODY: Mapping[str, str] = {
    "verifiers": "verification.body.verifiers_min",
    "field_verifiers": "verification.body.field_verifiers_min",
    "projects": "verification.body.projects_min",
}
RAISED, LOWERED = "verification.meter.raised", "verification.meter.lowered"
TEMPLATE, PARTS, TRIGGERS = "plan.template", "plan.template.parts", "plan.update_triggers"


def _lacking(working: Working, asked: Asked, needs: Mapping[str, str]) -> tuple[list[str], Explanation]:
    """What is given less than is needed, and how many are lacking in all."""
    lacking = []
    total = ZERO
    for name, key in needs.items():
        if name in asked.facts:
            there = working.given(name, Decimal(whole(name, Decimal(asked.facts[name]))), "persons")
            short = max(working.law(key) - there, ZERO)
            total += working.step("lacking", f"max({key} - {name}, 0)", short, "persons", index=name)
            lacking += [name] if short else []
    return lacking, working.result("lacking_in_all", "Σ lacking", total, "persons")


def _team(asked: Asked) -> Answer:
    """A working group has at least 2 members, one of them its leader, and an expert of the sector; a site team 2.

    Source: 企业温室气体排放报告核查指南（试行）. Two members, one of them leader, none an expert: an expert is lacking.
    """
    lacking, told = _lacking(Working("verification.team", asked.law), asked, TEAM)
    return Answer({"enough": not lacking, "lacking": lacking}, (told,))


def _body(asked: Asked) -> Answer:
    """The reference conditions of 2016: 10 verifiers, 2 in each field, and 20 projects in the 3 years before.

    Source: 发改办气候〔2016〕57号 附件4. `field_verifiers` is the number in the field that has the fewest.
    """
    working = Working("verification.body", asked.law)
    years = working.law("verification.body.projects_years")
    lacking, told = _lacking(working, asked, BODY)
    return Answer({"enough": not lacking, "lacking": lacking, "years": years}, (told,))


def _site_waiver(asked: Asked) -> Answer:
    """No site visit is needed after two consecutive years without findings when the documents raise none either.

    Source: 企业温室气体排放报告核查指南（试行）. Example (2024): none in 2023 and 2022, none now → may be waived.
    """
    counted, own = asked.facts["findings"], asked.facts["own_findings"]
    year = asked.day.year
    working = Working("verification.site_waiver", asked.law)
    years = range(year - int(working.law(WAIVER_YEARS)), year)
    before = [int(counted[past]) if past in counted else None for past in reversed(years)]
    known = [past for past in years if past in counted]
    for past in known:
        working.given(f"findings_{past}", counted[past], "number", str(past))
    total = working.given("own_findings", Decimal(own), "number") + sum((counted[past] for past in known), ZERO)
    formula = " + ".join(["own_findings", *(f"findings_{past}" for past in known)])
    told = working.result("findings_counted", formula, total, "number")
    waived = visit_may_be_waived(before, own, asked.law)
    return Answer({"waived": waived, "years_known": len(known), "findings_counted": told.value}, (told,))


def _meter_correction(asked: Asked) -> Answer:
    """What a meter shows is taken conservatively when it is less accurate than required, or was not calibrated.

    Activity data × (1 + (actual − required accuracy)), or × (1 + required accuracy) without calibration; production
    data with minus in the place of plus. Without calibration the actual accuracy is not known: it goes first.
    Source: CETS-VG-01.01-V02-2026. Example: 1,000 t of coal at 0.8 % where 0.5 % is required → 1,003 t.
    """
    facts, working = asked.facts, Working("verification.meter_correction", asked.law)
    kind = working.fact("data_kind", facts["data_kind"])
    raised = kind in working.provision(RAISED).value.split(",")
    kinds = (*asked.law.text(RAISED).split(","), *working.provision(LOWERED).value.split(","))
    one_of("data_kind", kind, kinds)
    metered = working.given("metered", not_negative("metered", facts["metered"]), "")
    required = working.given("required_accuracy", share("required_accuracy", facts["required_accuracy"]), "share")
    actual = share("actual_accuracy", facts.get("actual_accuracy", required))
    sign = "+" if raised else "-"
    if not facts.get("calibrated", True):
        formula, by = f"metered × (1 {sign} required_accuracy)", required
    elif actual > required:
        working.given("actual_accuracy", actual, "share")
        formula, by = f"metered × (1 {sign} (actual_accuracy - required_accuracy))", actual - required
    else:
        formula, by = "metered", ZERO
    told = working.result("conservative_value", formula, metered * (1 + by if raised else 1 - by), "")
    return Answer({"conservative_value": told.value}, (told,))


def _plan_template(asked: Asked) -> Answer:
    """Which plan the year asks for, its parts, and what makes a new version necessary.

    Source: 发改办气候〔2017〕1989号 附件4; 企业温室气体排放核算与报告指南 钢铁行业 附录B. 2018: a monitoring plan.
    """
    working = Working("plan.template", asked.law)
    template = working.fact("template", working.provision(TEMPLATE).value)
    parts = working.provision(PARTS).value.split(",")
    triggers = working.provision(TRIGGERS).value.split(",") if asked.law.has(TRIGGERS) else []
    told = working.result("parts_counted", "—", Decimal(len(parts)), "number")
    return Answer({"template": template, "sections": list(parts), "update_triggers": list(triggers)}, (told,))


def _counts(names: Mapping[str, str], *, needed: bool) -> tuple[Field, ...]:
    return tuple(Field(name, Kind.COUNT, "persons", needed) for name in names)


QUESTIONS = (
    Question(
        "verification.team",
        "verification",
        _counts(TEAM, needed=False),
        {"enough": "", "lacking": ""},
        _team,
        example={"members": 2, "leaders": 1, "experts": 1, "site_members": 2},
    ),
    Question(
        "verification.body",
        "verification",
        _counts(BODY, needed=False),
        {"enough": "", "lacking": "", "years": "years"},
        _body,
        example={"year": 2018, "verifiers": 10, "field_verifiers": 2, "projects": 20},
    ),
    Question(
        "verification.site_waiver",
        "verification",
        (Field("findings", Kind.BY_YEAR), Field("own_findings", Kind.COUNT)),
        {"waived": "", "years_known": "", "findings_counted": ""},
        _site_waiver,
        example={"year": 2024, "findings": {2022: 0, 2023: 0}, "own_findings": 0},
    ),
    Question(
        "verification.meter_correction",
        "verification",
        (
            Field("data_kind", Kind.CHOICE, choices=("activity", "production")),
            Field("metered"),
            Field("required_accuracy", unit="share"),
            Field("actual_accuracy", unit="share", needed=False),
            Field("calibrated", Kind.YES, needed=False),
        ),
        {"conservative_value": ""},
        _meter_correction,
        example={
            "year": 2026,
            "data_kind": "activity",
            "metered": "1000",
            "required_accuracy": "0.005",
            "actual_accuracy": "0.008",
            "calibrated": True,
        },
    ),
    Question(
        "plan.template",
        "monitoring_plan",
        (),
        {"template": "", "sections": "", "update_triggers": ""},
        _plan_template,
        example={"year": 2024},
    ),
)
