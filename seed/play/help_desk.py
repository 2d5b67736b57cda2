"""Questions to the help desk: some answered and published, one answered for its asker alone, two that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.help_desk import acts
from domain.help_desk.states import Topic
from seed.play.scene import Scene


@dataclass(frozen=True, slots=True)
class Told:
    """A question with its answer. `post` holds who answers; without a public text it is not published."""

    role: str
    topic: Topic
    title: str
    text: str
    post: str
    answer: str
    citation: str
    public_text: str = ""


ANSWERED: tuple[Told, ...] = (
    Told(
        "gas_long",
        Topic.ALLOCATION,
        "核定配额比预分配少，多领的部分怎么办？",
        "我们机组去年停机检修时间较长，担心核定下来比预分配少，已经发的配额要退吗？",
        "allocation_officer",
        "按“多退少补”办理：核定配额少于预分配的，差额予以退回；多于预分配的，差额补发。配额页“多退少补”一栏可以点开，"
        "能看到每台机组的产出、基准值和取整过程。",
        "《碳排放权交易管理暂行条例》第九条；当年度配额总量和分配方案",
        "机组检修停机较长，核定配额可能少于预分配，已发的配额是否需要退回？",
    ),
    Told(
        "late_surrender",
        Topic.SURRENDER,
        "核证自愿减排量能抵消多少？",
        "想购买一部分核证自愿减排量用于今年清缴，最多能抵多少，对项目有什么要求？",
        "allocation_officer",
        "抵消量不得超过应清缴量的规定比例，减排量不得来自纳入全国碳市场的重点排放单位的减排项目。本年度的比例、上限吨数和"
        "计算过程见清缴页“抵消”部分；购买前可先用“公共测算”试算。",
        "《碳排放权交易管理办法（试行）》第二十九条",
        "拟使用核证自愿减排量抵消清缴，数量上限和项目要求是什么？",
    ),
    Told(
        "short_surrender",
        Topic.RECHECK,
        "对确认的排放量有异议，怎么提、多少天内提？",
        "收到了排放量确认告知，有一台机组的数值想请求复核。",
        "verification_officer",
        "由企业负责人在“复查与确认”中打开本单位的确认页提出，写明理由并附证明材料；页面写明最后一天，按工作日计算。"
        "主管部门在法定期限内作出书面决定，期间原数值不作为最终结果。",
        "《碳排放权交易管理办法（试行）》第二十七条",
        "收到排放量确认告知后，对其中一台机组的数值有异议，应如何提出？",
    ),
    Told(
        "gap_cap",
        Topic.MONITORING_PLAN,
        "煤样改为委托外检，方案要不要修订？",
        "下月起元素碳含量改由外部实验室检测，已备案的方案还能继续用吗？",
        "listing_officer",
        "需要修订。数据的获取方式发生变化，应在变化前上传新版本，写明检测机构、频次和缺失时的处理；备案后新版本生效，"
        "之前月份仍按原版本核对。",
        "企业温室气体排放核算与报告指南 发电设施 数据质量控制计划",
    ),
)


async def answered(scene: Scene, day: date) -> None:
    """Asked, answered, and published where others may learn from it."""
    for told in ANSWERED:
        asker = await scene.actor(scene.cast.with_role(told.role).filer)
        number = await acts.ask(told.topic, told.title, told.text, actor=asker, at=scene.on_day(day))
        officer = await scene.holder(told.post)
        await acts.answer(number, told.answer, told.citation, actor=officer, at=scene.on_day(day))
        if told.public_text:
            await acts.publish(number, told.title, told.public_text, actor=officer, at=scene.on_day(day))


async def asked(scene: Scene, day: date) -> None:
    """Two questions that wait for whoever signs in as an officer."""
    filer = await scene.actor(scene.cast.with_role("too_many_offsets").filer)
    await acts.ask(
        Topic.SURRENDER,
        "最近一笔清缴什么时候能在门户里看到？",
        "上周已在注册登记系统提交清缴，门户里的已清缴量还没有变化。",
        actor=filer,
        at=scene.on_day(day),
    )
    verifier = await scene.holder("verifier")
    await acts.ask(
        Topic.VERIFICATION,
        "企业逾期未答复不符合项，能否出具结论？",
        "不符合项发出后整改期限已过，企业仍未答复，核查组下一步怎么办？",
        actor=verifier,
        at=scene.on_day(day),
    )
