"""The house: the regulation of the provincial carbon market and its record. Knows no web and no worker."""
