"""Tests of the house itself: its contracts, its furniture, its tools."""
