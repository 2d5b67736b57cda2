"""An honest report of each sector, to be spoilt one value at a time; `test_sectors.py` runs them all.

A module names `FORM` (the form's code), `YEAR`, `entries()` (what an honest filer fills in), `EMISSIONS` (its tonnes,
computed by hand) and `FAILS` (rows of code, severity, place, spoil, and changes of what is known).
"""
