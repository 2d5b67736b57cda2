"""The plan room at the front door."""

from portal.monitoring_plan import changes, filing, instruments, reviews, ruling, versions, year

routes = [
    *year.routes,
    *filing.routes,
    *versions.routes,
    *reviews.routes,
    *changes.routes,
    *instruments.routes,
    *ruling.routes,
]
