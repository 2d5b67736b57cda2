"""Corpora of workbooks, good and broken, made in code so that nobody has to trust a binary file."""
