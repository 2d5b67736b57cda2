"""What is done with the year's package. Each verb is one transaction; building is two, and says why."""

from __future__ import annotations

from domain.summary.acts.building import build
from domain.summary.acts.signing import KEY_FILE, SigningKey, key_in
from domain.summary.acts.steps import hand_over, order, sign

__all__ = ["KEY_FILE", "SigningKey", "build", "hand_over", "key_in", "order", "sign"]
