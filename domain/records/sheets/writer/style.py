"""One look for all workbooks that the portal makes."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

TITLE = Font(name="宋体", size=14, bold=True)
HEADER = Font(name="宋体", size=10, bold=True)
ENGLISH = Font(name="Arial", size=8, italic=True, color="FF555555")
BODY = Font(name="宋体", size=10)
WARNING = Font(name="宋体", size=10, bold=True, color="FFC00000")

HEADER_FILL = PatternFill("solid", fgColor="FFDDE6EE")
LOCKED_FILL = PatternFill("solid", fgColor="FFEEEEEE")
FORMULA_FILL = PatternFill("solid", fgColor="FFF5F9F2")
STOP_FILL = PatternFill("solid", fgColor="FFF8B4B4")

_HAIR = Side(style="hair", color="FF888888")
BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center")
OPEN = Protection(locked=False)


def print_set_up(sheet: Any, title_rows: str = "") -> None:
    """A4 landscape, one page wide, header repeated, page numbers below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    if title_rows:
        sheet.print_title_rows = title_rows
