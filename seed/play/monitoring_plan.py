"""Winter before the year: every listed enterprise makes its data quality control plan, the officer files it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from domain.core.law import last_day_of
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.states import State
from domain.records.lawbook.queries import as_of
from seed.cast import EnterpriseFact, UnitFact
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import BANNER, Entries, Form, filled_together

MEASURED, DEFAULT, CALCULATED = "measured", "default", "calculated"
METERS = {
    "fuel_consumption": ("电子皮带秤 ICS-17", "入炉皮带", "连续", Decimal("0.5"), 24),
    "gas_consumption": ("超声流量计 FLOWSIC600", "调压站", "连续", Decimal("1.0"), 24),
    "heat_value": ("氧弹热量计 5E-C5500", "化验室", "每日", Decimal("0.2"), 24),
    "carbon": ("元素分析仪 5E-CHN2200", "化验室", "每月缩分样", Decimal("0.5"), 24),
    "generation": ("电能表 DTSD341", "发电机出口", "连续", Decimal("0.2"), 24),
    "heat": ("蒸汽流量计 A+K", "供热母管", "连续", Decimal("1.0"), 24),
}
COGENERATION_ONLY = ("heat",)
# Whose carbon analyser is to be calibrated more often than it is.
NEGLECTED, OFTEN = "two_versions", 9
# Where the cities of the cast lie, roughly: longitude, latitude, metres above the sea.
PLACES = {
    "武汉市": ("114.31", "30.59", 23),
    "黄石市": ("115.04", "30.20", 20),
    "十堰市": ("110.80", "32.63", 280),
    "宜昌市": ("111.29", "30.69", 70),
    "襄阳市": ("112.12", "32.01", 70),
    "鄂州市": ("114.89", "30.39", 20),
    "荆门市": ("112.20", "31.04", 90),
    "孝感市": ("113.92", "30.92", 30),
    "荆州市": ("112.24", "30.33", 33),
    "黄冈市": ("114.87", "30.45", 30),
    "咸宁市": ("114.32", "29.84", 40),
    "随州市": ("113.38", "31.69", 70),
    "仙桃市": ("113.45", "30.36", 26),
    "潜江市": ("112.90", "30.40", 28),
}
PARAMETERS = ("fuel_consumption", "heat_value", "carbon", "oxidation", "generation", "heat", "hours")


async def play(scene: Scene) -> str:
    """The plans of 2024; the officer returns one, which comes back better."""
    return await file_plans(scene, 2024, returned="two_versions")


async def file_plans(scene: Scene, year: int, returned: str = "", left_at: Mapping[str, State] | None = None) -> str:
    """Every enterprise files its plan for `year` in the December before; `left_at` leaves some where they are."""
    stops = left_at or {}
    before = year - 1
    enterprises = scene.cast.enterprises
    forms = [await _form(scene, known, year, date(before, 11, 27)) for known in enterprises]
    contents = dict(zip(enterprises, await filled_together(forms), strict=True))
    plans = {known: await _upload(scene, known, year, contents[known]) for known in enterprises}
    await scene.do_what_is_owed(scene.on(before, 12, 2))
    await _expect_clean(scene, plans)
    for known, plan_id in plans.items():
        if stops.get(known.role) is not State.CLEAN:
            await acts.submit(plan_id, actor=await scene.actor(known.filer), at=scene.on(before, 12, 8))
    waiting = {known: plan for known, plan in plans.items() if known.role not in stops}
    await _review(scene, waiting, year, contents, returned)
    day = date(before, 12, 19 if returned else 12)
    await _calibrate_again(scene, scene.cast.with_role("gas_long"), day)
    await _ask_for_a_change(scene, scene.cast.with_role("gas_long"), day)
    filed = await queries.plans_in_force(year, actor=await scene.holder("listing_officer"))
    units = sum(len(plan.units) for plan in filed.values())
    return f"{len(filed)} plans for {year} on file, {units} generating units" + (
        ", one returned first" if returned else ""
    )


async def revision(scene: Scene, known: EnterpriseFact, year: int, day: date) -> bytes:
    """The second version of a plan, with what changed and why."""
    form = await _form(scene, known, year, day)
    changed = {"version": 2, "made_on": day, "change": "更换天然气流量计", "reason": "原流量计准确度下降(演示)"}
    version = {**form.entries["version"][0], **changed}
    (content,) = await filled_together(
        [Form(form.description, form.prefill, form.banner, {**form.entries, "version": [version]})]
    )
    return content


async def _form(scene: Scene, known: EnterpriseFact, year: int, today: date) -> Form:
    filer = await scene.actor(known.filer)
    prefill = await queries.prefill(await scene.enterprise_id(known), year, today, actor=filer)
    law = await as_of(last_day_of(year))
    oxidation = rules.prescribed_method("oxidation", law) or DEFAULT
    return Form(rules.form_of(law, "power").workbook, prefill, BANNER, entries(known, year, oxidation=oxidation))


async def _calibrate_again(scene: Scene, known: EnterpriseFact, day: date) -> None:
    """One meter is calibrated anew the day before, and its certificate goes into the ledger."""
    filer = await scene.actor(known.filer)
    meters = await queries.meters_of(await scene.enterprise_id(known), actor=filer)
    paper = f"%PDF-1.4 校准证书(演示) {day.isoformat()}".encode()
    told = acts.Calibrated(day - timedelta(days=1), "省计量测试技术研究院(演示)", f"JZ{day.year}-0001")
    await acts.calibrate(meters[0].id, told, paper, "校准证书.pdf", actor=filer, at=scene.on_day(day))


async def _ask_for_a_change(scene: Scene, known: EnterpriseFact, day: date) -> None:
    """Shortly before the end of the year a change of its plan is refused: the next plan has it already."""
    filer, officer = await scene.actor(known.filer), await scene.holder("listing_officer")
    enterprise_id = await scene.enterprise_id(known)
    if await queries.in_force(enterprise_id, day.year, actor=filer) is None:
        return
    wanted = acts.Wanted("new_meter", "更换天然气流量计(演示)", "原流量计准确度下降(演示)", date(day.year, 12, 1))
    change_id = await acts.apply(enterprise_id, day.year, wanted, actor=filer, at=scene.on_day(day))
    reason = "临近年末，已在下一年度方案中体现，本年度不作变更"
    await acts.refuse_change(change_id, reason, actor=officer, at=scene.on_day(day))


async def _upload(scene: Scene, known: EnterpriseFact, year: int, content: bytes, day: int = 1) -> int:
    return await acts.receive(
        await scene.enterprise_id(known),
        year,
        content,
        f"{known.name}-{year}年数据质量控制方案.xlsx",
        actor=await scene.actor(known.filer),
        at=scene.on(year - 1, 12, day),
    )


async def _expect_clean(scene: Scene, plans: Mapping[EnterpriseFact, int]) -> None:
    officer = await scene.holder("listing_officer")
    for known, plan_id in plans.items():
        card = await queries.plan(plan_id, actor=officer)
        if card is None or card.state != State.CLEAN:
            findings = await queries.findings(plan_id, actor=officer)
            raise OutOfScript(f"the plan of {known.slug} was stopped: {[(f.code, str(f.place)) for f in findings][:9]}")


async def _review(
    scene: Scene,
    waiting: Mapping[EnterpriseFact, int],
    year: int,
    contents: Mapping[EnterpriseFact, bytes],
    returned: str,
) -> None:
    officer = await scene.holder("listing_officer")
    again = []
    for known, plan_id in waiting.items():
        if known.plays(returned):
            reason = "请写明皮带秤校准不合格时燃煤量的处理方式"
            await acts.return_(plan_id, reason, actor=officer, at=scene.on(year - 1, 12, 12))
            again.append(known)
        else:
            await acts.file(plan_id, actor=officer, at=scene.on(year - 1, 12, 12))
    for known in again:
        # The file is another one: the same bytes would be the same version.
        content = (await filled_together([await _form(scene, known, year, date(year - 1, 12, 15))]))[0]
        plan_id = await _upload(scene, known, year, content, day=16)
        await scene.do_what_is_owed(scene.on(year - 1, 12, 16))
        await acts.submit(plan_id, actor=await scene.actor(known.filer), at=scene.on(year - 1, 12, 16))
        await acts.file(plan_id, actor=officer, at=scene.on(year - 1, 12, 19))


def entries(enterprise: EnterpriseFact, year: int, version: int = 1, oxidation: str = DEFAULT) -> Entries:
    """What the enterprise writes into its plan. All of it is made up for the demonstration."""
    made_on = date(year - 1, 11, 20)
    return {
        "version": [{"version": version, "made_on": made_on, "author": "演示填报人", "telephone": "027-00000000"}],
        "enterprise": [
            {"products": "电力、热力" if _supplies_heat(enterprise) else "电力", "process": "锅炉—汽轮机—发电机"}
            | _place(enterprise)
        ],
        "boundary": [
            {
                "extent": "本厂全部发电设施，从燃料入厂到电力、热力出厂",
                "sources": "化石燃料燃烧",
                "excluded": "厂区运输车辆和生活设施，不属于发电设施",
            }
        ],
        "units": [_unit(number, unit) for number, unit in enumerate(enterprise.units, 1)],
        "parameters": [
            _parameter(unit, name, year, oxidation) | _neglected(enterprise, name)
            for unit in enterprise.units
            for name in _parameters(unit)
        ],
        "sampling": [_sampling(enterprise)],
        "control": [
            {
                "system": "碳排放数据质量管理制度(演示)",
                "audit": "每月交叉复核，每年内部审核一次",
                "ledgers": "原始记录和台账保存不少于五年",
                "department": "生产技术部",
                "person": "演示负责人",
            }
        ],
    }


def _place(enterprise: EnterpriseFact) -> dict[str, object]:
    """What the form of 2026 asks of the site; earlier forms have no room for it."""
    longitude, latitude, altitude = PLACES[enterprise.city]
    return {"longitude": Decimal(longitude), "latitude": Decimal(latitude), "altitude": altitude}


def _neglected(enterprise: EnterpriseFact, name: str) -> dict[str, object]:
    return {"calibration_months": OFTEN} if enterprise.plays(NEGLECTED) and name == "carbon" else {}


def _supplies_heat(enterprise: EnterpriseFact) -> bool:
    return any(unit.cogeneration for unit in enterprise.units)


def _parameters(unit: UnitFact) -> list[str]:
    return [name for name in PARAMETERS if unit.cogeneration or name not in COGENERATION_ONLY]


def _unit(number: int, unit: UnitFact) -> dict[str, object]:
    gas = unit.fuel == "gas"
    return {
        "number": unit.number,
        "boiler": "燃气轮机(演示)" if gas else f"煤粉锅炉 {unit.technology}(演示)",
        "turbine": "汽轮发电机组(演示)",
        "permit_code": f"MF{number:04}",
        "boiler_type": "gas_turbine" if gas else "pulverised",
    }


def _parameter(unit: UnitFact, name: str, year: int, oxidation: str) -> dict[str, object]:
    method = oxidation if name == "oxidation" else _method(unit, name)
    line: dict[str, object] = {"unit": unit.number, "parameter": name, "method": method}
    line |= {"recorded": "每日", "department": "生产技术部"}
    if method not in (MEASURED, DEFAULT, CALCULATED):
        return line | {"detail": "按锅炉类型和海拔从国家因子库取值", "missing_rule": "不适用"}
    if line["method"] == DEFAULT:
        return line | {"detail": "采用核算指南缺省值", "missing_rule": "不适用"}
    if line["method"] == CALCULATED:
        return line | {"detail": "由分散控制系统的并网、解列时刻累计", "missing_rule": "按运行日志补录"}
    meter, place, frequency, accuracy, months = METERS[_meter_of(unit, name)]
    line |= {"meter": meter, "place": place, "frequency": frequency, "missing_rule": "按保守原则采用前后期较高值"}
    return line | {"accuracy": accuracy, "calibration_months": months, "calibrated_on": date(year - 1, 10, 15)}


def _meter_of(unit: UnitFact, name: str) -> str:
    return "gas_consumption" if name == "fuel_consumption" and unit.fuel == "gas" else name


def _method(unit: UnitFact, name: str) -> str:
    if name == "carbon" and unit.habits.get("carbon_method") == DEFAULT:
        return DEFAULT
    return CALCULATED if name == "hours" else MEASURED


def _sampling(enterprise: EnterpriseFact) -> dict[str, object]:
    if all(unit.fuel == "gas" for unit in enterprise.units):
        return {"heat_value_test": "GB/T 11062 气相色谱仪在线分析", "carbon_test": "GB/T 11062 气相色谱仪在线分析"}
    return {
        "sampling": "皮带机械采样，GB/T 19494.1",
        "preparation": "GB/T 19494.2",
        "retention": "月缩分样留存一年",
        "heat_value_test": "GB/T 213，本厂化验室",
        "carbon_test": "GB/T 476，委托有 CMA 资质的实验室(演示)",
    }
