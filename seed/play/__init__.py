"""The year that plays itself: one module per stage, in the order of the year, all through the acts of the rooms."""
