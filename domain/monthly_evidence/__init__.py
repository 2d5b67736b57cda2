"""Monthly evidence (月度存证): each month's figures with their original records, within the days after its end."""
