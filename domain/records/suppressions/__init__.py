"""Suppression (暂停适用): the authority sets a check aside for a time; what it finds stays, as a note that says so."""
