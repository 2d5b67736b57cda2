"""Help where it is needed: the help desk, the glossary, what each page is for, and the tour of a first sign-in."""

from portal.help_desk import asking, reading, tour

routes = [*reading.routes, *asking.routes, *tour.routes]

__all__ = ["routes"]
