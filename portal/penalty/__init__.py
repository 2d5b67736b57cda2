"""The penalty room at the front door."""

from portal.penalty import case, forms, leads, year

routes = [*year.routes, *leads.routes, *case.routes, *forms.routes]
