"""`portal COMMAND …`: commands are registered by the packages that hold them, so that no door imports another."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import entry_points

GROUP = "portal.commands"


def main() -> int:
    """Run the command named first; without one, list them."""
    known = {entry.name: entry for entry in entry_points(group=GROUP)}
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in known:
        print("portal COMMAND [WORDS]\n\ncommands: " + ", ".join(sorted(known)), file=sys.stderr)
        return 2
    command: Callable[[list[str]], int] = known[name].load()
    try:
        return command(sys.argv[2:])
    except BrokenPipeError:  # whoever read the output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
