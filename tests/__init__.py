"""Tests, in the order of the house: contracts, law, rooms, worked cases, stories, walks, pages, measurements."""
