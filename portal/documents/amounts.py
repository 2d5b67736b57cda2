"""Figures, days, lengths of time and citations as a document writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from portal import words

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿", "万亿")
PERCENT = Decimal(100)
_DIGEST = 8
# What is no title but a number stands without title marks: 国务院令第775号.
_A_NUMBER = re.compile(r".*(号|\d)$|.*〔.*")


def capital_yuan(amount: Decimal) -> str:
    """Money in capital characters (人民币大写), as it must stand beside the figure.

    >>> capital_yuan(Decimal("500000")), capital_yuan(Decimal("100203.50")), capital_yuan(Decimal("1010001.07"))
    ('伍拾万元整', '壹拾万零贰佰零叁元伍角', '壹佰零壹万零壹元零柒分')
    """
    whole, fen = divmod(int((amount * PERCENT).to_integral_value()), 100)
    jiao, rest = divmod(fen, 10)
    told = f"{_whole(whole)}元" if whole or not fen else ""
    if not fen:
        return f"{told}整"
    told += f"{_DIGITS[jiao]}角" if jiao else ("零" if whole else "")
    return told + (f"{_DIGITS[rest]}分" if rest else "")


def _whole(number: int) -> str:
    """A whole number in capital characters, four digits at a time."""
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    told, gap = "", False
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            gap = True
            continue
        if told and (gap or group < 1000):
            told += _DIGITS[0]
        told, gap = told + _group(group) + _MYRIADS[place], False
    return told


def _group(group: int) -> str:
    told, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            told += (_DIGITS[0] if gap and told else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return told


def figure(text: str, places: str = "") -> str:
    """A plain number with its thousands grouped; anything else as it is.

    >>> figure("1234567.80"), figure("500000", "0.01"), figure(""), figure("第3版")
    ('1,234,567.80', '500,000.00', '', '第3版')
    """
    try:
        value = Decimal(text)
    except ArithmeticError:
        return text
    return f"{value.quantize(Decimal(places)) if places else value:,}"


def day(text: str) -> str:
    """A day as ISO writes it, in the reader's language."""
    return words.day(date.fromisoformat(text)) if text else ""


def instant(text: str) -> str:
    return words.instant(datetime.fromisoformat(text)) if text else ""


def length(number: str, unit: str) -> str:
    """A length of time in words: 60日, 6个月, 7个工作日."""
    return words.sentence(f"paper_length:{unit}", {"number": number}) if number else ""


def percent(share: str) -> str:
    """A share as a percentage.

    >>> percent("0.03"), percent("0.0005")
    ('3%', '0.05%')
    """
    return f"{(Decimal(share) * PERCENT).normalize():f}%" if share else ""


def citation(text: str) -> str:
    """A citation as a text refers to it: titles in title marks, numbers of documents without.

    >>> citation("碳排放权交易管理暂行条例 第十四条"), citation("国务院令第775号 第十二条")
    ('《碳排放权交易管理暂行条例》第十四条', '国务院令第775号第十二条')
    """
    head, _, rest = text.partition(" ")
    named = head if _A_NUMBER.fullmatch(head) or "《" in head else f"《{head}》"
    return f"{named}{rest}" if head else ""


def digest(text: str) -> str:
    """A digest in groups that can be compared by eye.

    >>> digest("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(text[start : start + _DIGEST] for start in range(0, len(text), _DIGEST))
