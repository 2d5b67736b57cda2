"""Stories are told over the demonstration with a small cast; each file of them gets a copy of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seed.cast import the_cast
from seed.play.scene import Scene
from tests.played import REAL_PLANTS, TODAY, package_folder, template_database

__all__ = ["TODAY", "package_folder", "template_database"]


@pytest.fixture
async def scene(database: object, tmp_path: Path) -> Scene:
    """The stage after the play: finds people and enterprises by the part they had."""
    return Scene(the_cast().smaller(REAL_PLANTS), TODAY, tmp_path)
