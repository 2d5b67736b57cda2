"""The report room at the front door."""

from portal.emission_report import downloads, forms, machine, pages

routes = [*pages.routes, *forms.routes, *downloads.routes, *machine.routes]
