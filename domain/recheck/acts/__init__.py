"""What is done in recheck and confirmation. Each verb is one transaction."""

from domain.recheck.acts.confirming import finalise, notify, prepare
from domain.recheck.acts.drawing import commit_draw, draw, name_for_recheck, record_result
from domain.recheck.acts.objecting import Attachment, decide, object  # noqa: A004
from domain.recheck.rules.figures import UnitValue

__all__ = [
    "Attachment",
    "UnitValue",
    "commit_draw",
    "decide",
    "draw",
    "finalise",
    "name_for_recheck",
    "notify",
    "object",
    "prepare",
    "record_result",
]
