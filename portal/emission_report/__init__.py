"""The report room at the front door."""

from portal.emission_report import downloads, forms, machine, pages, year

routes = [*year.routes, *pages.routes, *forms.routes, *downloads.routes, *machine.routes]
