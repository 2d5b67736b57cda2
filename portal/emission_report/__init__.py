"""The report room at the front door."""

from portal.emission_report import downloads, forms, pages, screen, seals, windows, year

routes = [
    *year.routes,
    *pages.routes,
    *forms.routes,
    *windows.routes,
    *screen.routes,
    *seals.routes,
    *downloads.routes,
]
