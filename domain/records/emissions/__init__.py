"""Known emissions of past years: imported history and what the rooms confirmed. The base every room may look back to."""
