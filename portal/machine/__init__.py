"""The door for programs: the same workbook or JSON by a token, findings with their cells, a description by OpenAPI."""

from portal.machine import months, pages, plans, reports, tokens

routes = [*pages.routes, *tokens.routes, *reports.routes, *plans.routes, *months.routes]
