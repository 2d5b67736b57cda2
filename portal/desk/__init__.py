"""The desk (待办): what waits for whoever is signed in, what is late, what comes next in the year."""

from portal.desk.page import routes

__all__ = ["routes"]
