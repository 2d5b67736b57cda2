"""Monthly evidence (月度存证) at the front door."""

from portal.monthly_evidence import downloads, forms, pages, screen, year

routes = [*year.routes, *pages.routes, *forms.routes, *screen.routes, *downloads.routes]
