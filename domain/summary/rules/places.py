"""Under which folder and name a document lies in the package. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.summary.rules.facts import Bundle
from domain.summary.states import Folder

# The names of the disc's second level (行业类别), by the sector under which the law of a year lists an enterprise.
SECTORS = {
    "power": "发电",
    "steel": "钢铁",
    "cement": "水泥",
    "aluminium": "电解铝",
    "petrochemical": "石化",
    "chemicals": "化工",
    "building": "建材",
    "nonferrous": "有色",
    "paper": "造纸",
    "aviation": "民航",
}
OTHER_SECTOR = "其他"


def sector_folder(sector: str) -> str:
    return SECTORS.get(sector, OTHER_SECTOR)


def file_name(bundle: Bundle, title: str, ending: str) -> str:
    """`credit code_name_title.ending`: unique by its code, readable by its name, safe on every file system.

    >>> file_name(Bundle(1, "9142", "甲/乙厂", "", "power", "4411", "", False), "排放报告", "pdf")
    '9142_甲乙厂_排放报告.pdf'
    """
    forbidden = '\\/:*?"<>|'
    name = "".join(sign for sign in bundle.name if sign.isprintable() and sign not in forbidden).strip(" .")
    return f"{bundle.credit_code}_{name[:60]}_{title}.{ending}"


def place(folder: Folder, sector: str, name: str) -> str:
    """Path inside the package: first level by document, second by sector (〔2019〕71号 四)."""
    return f"{folder.value}/{sector_folder(sector)}/{name}"


def organisation_code(credit_code: str) -> str:
    """The nine signs that carry the old organisation code (组织机构代码) inside a unified social credit code.

    >>> organisation_code("91420000000000001R")
    '00000000-1'
    """
    body = credit_code[8:17]
    return f"{body[:8]}-{body[8:]}" if len(body) == 9 else ""


def by_sector(bundles: Sequence[Bundle]) -> Iterator[tuple[str, list[Bundle]]]:
    """Bundles of each sector folder, in order of folder name, each by credit code."""
    folders = sorted({sector_folder(bundle.sector) for bundle in bundles})
    for folder in folders:
        mine = [bundle for bundle in bundles if sector_folder(bundle.sector) == folder]
        yield folder, sorted(mine, key=lambda bundle: bundle.credit_code)
