"""Known emissions of past years: imported history and what the rooms confirmed. Every room may look back to them."""
