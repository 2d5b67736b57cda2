"""The authority's signing key at the door: made at first use, kept in the data directory, handed into the act."""

from __future__ import annotations

from functools import cache

from domain.summary.acts import SigningKey, key_in
from portal.settings import settings


@cache
def signing_key() -> SigningKey:
    return key_in(settings().data_dir)
