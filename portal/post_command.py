"""`portal post`: the postman, who brings notices as letters."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

import asyncpg

from domain.records.database import engine
from portal.clock import now
from portal.postman import Send, by_smtp, go_round, into_files
from portal.settings import MailSettings, SettingsError, mail_settings, settings

log = logging.getLogger("portal.post")


def command(argv: list[str]) -> int:
    """Run it. 0: one round was gone, or it was stopped. 2: a setting cannot be meant."""
    parser = argparse.ArgumentParser(prog="portal post", description="Send notices as letters by e-mail.")
    parser.add_argument("--once", action="store_true", help="one round, then end")
    parser.add_argument("--every", type=int, default=10, metavar="SECONDS", help="pause between rounds (10)")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        mail = mail_settings()
    except SettingsError as trouble:
        print(f"portal post: {trouble}", file=sys.stderr)
        return 2
    asyncio.run(_rounds(mail, once=chosen.once, every=max(1, chosen.every)))
    return 0


async def _rounds(mail: MailSettings, *, once: bool, every: int) -> None:
    """Go round for ever, without a pause while there is more to do; a database that is away delays, nothing is lost."""
    portal, send = settings(), _way(mail)
    await engine().start_connection_pool(min_size=1, max_size=2)
    while True:
        more = False
        try:
            gone = await go_round(portal, mail, send, at=now())
            more = bool(gone.claimed)
            if more or once:
                print(f"{gone.written} written, {gone.sent} sent, {gone.kept_back} kept back", flush=True)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as trouble:
            if once:
                raise
            log.warning("the postman waits: %s", trouble)
        if once and not more:
            break
        if not more:
            await asyncio.sleep(every)
    await engine().close_connection_pool()


def _way(mail: MailSettings) -> Send:
    if mail.host:
        return by_smtp(mail)
    folder = settings().data_dir / "letters"
    print(f"no mail server is set: letters are kept as files in {folder}", flush=True)
    return into_files(folder)
