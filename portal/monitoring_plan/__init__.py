"""The plan room at the front door."""

from portal.monitoring_plan import changes, filing, instruments, reviews, ruling, screen, versions, year

routes = [
    *year.routes,
    *filing.routes,
    *screen.routes,
    *versions.routes,
    *reviews.routes,
    *changes.routes,
    *instruments.routes,
    *ruling.routes,
]
