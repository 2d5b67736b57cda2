"""`portal found SIGN_IN_NAME NAME`: the first account of an empty portal, a system administrator."""

from __future__ import annotations

import argparse
import asyncio
import getpass

from domain.core.findings import Refused
from domain.records.people.acts import found
from portal.clock import now
from portal.words import finding_sentence, speaking


def command(argv: list[str]) -> int:
    """Ask for the password twice and found the portal. 1 when it is refused, with the reason."""
    parser = argparse.ArgumentParser(prog="portal found")
    parser.add_argument("sign_in_name")
    parser.add_argument("name")
    chosen = parser.parse_args(argv)
    speaking.set("en")
    password = getpass.getpass("password: ")
    if password != getpass.getpass("once more: "):
        print("the two passwords differ")
        return 1
    try:
        asyncio.run(found(chosen.sign_in_name, chosen.name, password, at=now()))
    except Refused as refused:
        print("\n".join(finding_sentence(finding) for finding in refused.findings))
        return 1
    print(f"{chosen.sign_in_name} may now sign in and create all other accounts")
    return 0
