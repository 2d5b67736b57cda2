"""The public site: the year explained, what the authority has published, and open data. Nothing else is asked for."""

from portal.public.data_pages import routes as data_routes
from portal.public.disclosure import routes as disclosure_routes
from portal.public.landing import routes as landing_routes
from portal.public.prices import routes as price_routes
from portal.public.published import routes as published_routes

routes = [*landing_routes, *published_routes, *disclosure_routes, *price_routes, *data_routes]

__all__ = ["routes"]
