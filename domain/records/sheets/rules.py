"""Which formulas only compute within their workbook. The reader and the writer ask."""

from __future__ import annotations

import re

# The functions that the portal's own forms and an honest filer use; none reaches outside the workbook.
_SAFE = """
    SUM SUMIF SUMIFS SUMPRODUCT PRODUCT AVERAGE AVERAGEIF AVERAGEIFS ROUND ROUNDUP ROUNDDOWN INT ABS MIN MAX IF IFS
    IFERROR AND OR NOT COUNT COUNTA COUNTIF COUNTIFS MOD POWER SQRT VLOOKUP XLOOKUP INDEX MATCH LOOKUP DATE YEAR
    MONTH DAY EOMONTH TEXT VALUE CONCATENATE LEFT RIGHT MID LEN TRIM ISBLANK ISNUMBER SUBTOTAL
"""
SAFE_FUNCTIONS = frozenset(_SAFE.split())
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")
# What fetches from elsewhere, starts a program or leads the reader away: functions, a pipe to another program, another
# workbook, an address, a path.
_REACHING = re.compile(
    r"\b(WEBSERVICE|FILTERXML|HYPERLINK|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|DDE|DDEAUTO|IMPORTDATA|IMPORTXML|"
    r"IMPORTHTML|IMPORTRANGE|IMPORTFEED|IMAGE|STOCKHISTORY|SQL\.REQUEST)\s*\(|\||\[\d+\]|\.xl\w{1,2}\]|://|\\",
    re.IGNORECASE,
)


def is_safe_formula(text: str) -> bool:
    """Whether every function of a formula is known to compute within its workbook: what may leave in an export.

    >>> is_safe_formula("=ROUND(SUM(A1:A9)*44/12,2)"), is_safe_formula("=WEBSERVICE(A1)")
    (True, False)
    """
    if any(sign in text for sign in ("|", "[", "://", "\\")):
        return False
    return all(name.upper() in SAFE_FUNCTIONS for name in _FUNCTION.findall(text))


def reaches_outside(text: str) -> bool:
    """Whether a formula fetches from outside the workbook or starts something: what is not taken in.

    A function that the portal does not know reaches nowhere by that alone.

    >>> reaches_outside("=IRR(A1:A9)"), reaches_outside("=cmd|' /C calc'!A0"), reaches_outside("=[1]年报!B2")
    (False, True, True)
    """
    return bool(_REACHING.search(text))
