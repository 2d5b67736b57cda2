"""The back door: wakes the house for what it owes. Decides nothing."""
