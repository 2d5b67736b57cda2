"""Bulletins of the authority, invented for the demonstration and marked so: published ones, and a draft that waits."""

from __future__ import annotations

from datetime import date

from domain.bulletin import acts
from domain.bulletin.rules import Topic, Wording
from seed.play.scene import Scene

MARK = "（演示公告，内容为演示而虚构。）"
MARK_EN = "(A bulletin of the demonstration; what it says is invented.)"

SURRENDER = Wording(
    "演示〔2026〕3号",
    Topic.SURRENDER.value,
    "关于公布2024年度碳排放配额清缴情况的公告（演示）",
    "Announcement of the surrender outcomes of 2024 (demonstration)",
    f"""2024年度重点排放单位碳排放配额清缴情况已核定，现予公布，可在“清缴情况”中逐家查询。

对公布结果有异议的，请书面向省级主管部门提出，并提供：
- 单位名称和统一社会信用代码
- 异议的事项和理由
- 全国注册登记系统的流水单

{MARK}""",
    f"""The outcomes of surrender for 2024 are settled and published; each can be looked up under "Status of surrender".

Whoever does not agree writes to the provincial authority, giving:
- name and credit code of the enterprise
- what is objected to, and why
- the statement of the national registry

{MARK_EN}""",
)
PENALTIES = Wording(
    "",
    Topic.PENALTY.value,
    "碳排放权交易行政处罚决定公示说明（演示）",
    "",
    f"""行政处罚决定在送达之后公示，公示内容包括文号、单位名称、案由、依据和罚款数额。

罚款依据的市场交易平均成交价，可在“碳价”中查看计算过程。

{MARK}""",
    "",
)
DATA = Wording(
    "",
    Topic.PORTAL.value,
    "本门户已公布信息可整批下载（演示）",
    "What is published here can be downloaded as a whole (demonstration)",
    f"""名录、清缴结果、处罚决定、碳价、法规参数和公告均已列入“开放数据”，提供 csv 和 xlsx 两种格式，附数据字典。

{MARK}""",
    f"""Lists, outcomes, penalty decisions, prices, law and bulletins: all of it under "Open data", with a dictionary.

{MARK_EN}""",
)
WAITING = Wording(
    "演示〔2026〕18号",
    Topic.SURRENDER.value,
    "关于做好2025年度碳排放配额清缴工作的通知（演示）",
    "",
    f"""各重点排放单位：

请对照确认排放量核对注册登记系统账户中的配额，尽早完成2025年度配额清缴：
- 配额不足的，及早购入
- 使用核证自愿减排量抵消的，不得超过规定比例
- 清缴后核对本门户“清缴”中的记录

{MARK}""",
    "",
)


async def play_winter(scene: Scene) -> str:
    """After the outcomes: what they mean, and how decisions are published."""
    for wording in (SURRENDER, PENALTIES):
        await _publish(scene, wording, date(2026, 1, 9))
    return "two bulletins on surrender and penalties"


async def play_today(scene: Scene) -> str:
    """Today: one is published, one waits for the leader."""
    await _publish(scene, DATA, scene.today)
    await acts.draft(WAITING, actor=await scene.holder("summary_officer"), at=scene.on_day(scene.today))
    return "one bulletin published today, one waits for the leader"


async def _publish(scene: Scene, wording: Wording, day: date) -> None:
    """The summary officer drafts, the leader publishes."""
    officer, leader = await scene.holder("summary_officer"), await scene.holder("leader")
    bulletin_id = await acts.draft(wording, actor=officer, at=scene.on_day(day))
    await acts.publish(bulletin_id, wording.digest, actor=leader, at=scene.on_day(day))
