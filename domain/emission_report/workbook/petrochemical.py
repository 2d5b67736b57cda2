"""The workbook of petrochemical enterprises: the guide of 发改办气候〔2014〕2920号, and its table. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry

FACILITIES = (
    Choice("process_furnace", "工艺加热炉", "process furnace"),
    Choice("cracker", "乙烯裂解炉", "cracking furnace"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("turbine", "燃气轮机", "gas turbine"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("flare", "火炬燃烧（火炬气，t）", "flare (flare gas, t)"),
    Choice("catalyst_coke", "催化裂化烧焦", "catalyst coke burnt in cracking"),
    Choice("reforming_coke", "催化重整烧焦", "catalyst coke burnt in reforming"),
    Choice("asphalt", "氧化沥青", "blown asphalt"),
)
PLANTS = (
    Choice("hydrogen_plant", "制氢装置", "hydrogen plant"),
    Choice("coke_calcining", "石油焦煅烧装置", "coke calcining"),
    Choice("glycol_plant", "乙二醇/环氧乙烷装置", "ethylene glycol or oxide"),
    Choice("other_plant", "其他产品生产装置", "other plant"),
)
PRODUCTS = (
    Choice("crude_oil", "原油加工量（t）", "crude oil processed (t)"),
    Choice("ethylene", "乙烯（t）", "ethylene (t)"),
    Choice("aromatics", "芳烃（t）", "aromatics (t)"),
    Choice("other", "其他石化产品（t）", "other (t)"),
)

WORKBOOK = industry.workbook(
    "petrochemical",
    "G13",
    "石油化工企业",
    "petrochemical enterprises",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "carbon", "oxidation", "factor")),
    industry.carbon(PLANTS),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS, (industry.PROCESS_TCO2,)),
)
