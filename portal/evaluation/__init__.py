"""Evaluation at the front door: the list of enterprises, the page of one (一企一档), the leader's dashboard."""

from portal.evaluation.dashboard import routes as dashboard_routes
from portal.evaluation.enterprises import routes as enterprise_routes

routes = [*enterprise_routes, *dashboard_routes]
