"""Trial calculation (公共测算) at the front door: questions to the law, answered to anybody. Nothing is recorded."""

from portal.trial.pages import routes

__all__ = ["routes"]
