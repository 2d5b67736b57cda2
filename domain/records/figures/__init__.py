"""Figures that others than the report tell of an enterprise: its monthly evidence, and data from outside."""
