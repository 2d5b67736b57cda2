"""`portal COMMAND …`: commands are registered by the packages that hold them, so that no door imports another."""

from __future__ import annotations

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
    return command(sys.argv[2:])
