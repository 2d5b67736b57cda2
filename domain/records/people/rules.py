"""Pure rules about people: credit codes, passwords, posts."""

from __future__ import annotations

import re

from domain.core.duties import INCOMPATIBLE, Duty, Kind

# GB 32100-2015: alphabet without I, O, S, V, Z; weights are powers of 3 modulo 31.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def check_digit(first_seventeen: str) -> str:
    """The check digit of a unified social credit code; ValueError on a character outside the alphabet.

    >>> check_digit("91420000000000001")
    'R'
    """
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first_seventeen))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        return False
    return check_digit(code[:-1]) == code[-1]


SHORTEST_PASSWORD = 12
# A token for a program is made anew once a year at least, and an enterprise has no use for very many.
LONGEST_TOKEN_DAYS, MOST_TOKENS, LONGEST_TOKEN_NAME = 366, 20, 60

LONGEST_ADDRESS, LONGEST_BEFORE_AT = 120, 64
# What mail servers in use accept: letters and digits with a few signs between, and a name of a host with a dot.
_ADDRESS = re.compile(
    r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address, and nothing but one: no name beside it, no second one, no line break.

    >>> is_address("zhang.san@example.gov.cn"), is_address("a@b.cn, c@d.cn"), is_address("张三@例子.中国")
    (True, False, False)
    """
    fits = len(text) <= LONGEST_ADDRESS and text.find("@") <= LONGEST_BEFORE_AT
    return fits and bool(_ADDRESS.fullmatch(text))


def clashes(duties: frozenset[Duty]) -> tuple[tuple[Duty, Duty], ...]:
    """Pairs of duties that may not meet in one account."""
    return tuple(pair for pair in INCOMPATIBLE if pair[0] in duties and pair[1] in duties)


def misfit(kind: Kind, *, enterprise: bool, body: bool, city: bool) -> str:
    """The organisation field that does not fit an account of this kind; empty when all do.

    An enterprise's account names its enterprise, a body's its body, a city officer's the city; no account is bound
    to two organisations, for what it may see follows from the one it names.

    >>> misfit(Kind.ENTERPRISE, enterprise=False, body=False, city=False)
    'enterprise'
    """
    if enterprise is not (kind is Kind.ENTERPRISE):
        return "enterprise"
    if body is not (kind is Kind.BODY):
        return "body"
    return "city" if kind is Kind.CITY and not city else ""
