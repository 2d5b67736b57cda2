"""Recheck 复查 and confirmation: the double-random draw, its results, confirmed emissions, objections."""
