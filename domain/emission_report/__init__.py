"""Emission report (排放报告): the year's workbook received, read, checked, signed, accepted, or determined."""
