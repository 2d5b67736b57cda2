"""Monthly evidence (月度存证)."""
