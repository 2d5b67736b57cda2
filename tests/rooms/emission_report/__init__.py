"""The report: workbook, rules, checks, acts, pages."""
