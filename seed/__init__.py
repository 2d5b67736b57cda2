"""The first edition of the law, the cast of a demonstration province, and a year that plays itself."""
