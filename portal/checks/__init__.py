"""The catalogue of checks (校验规则目录) at the front door: public, an address for every code; suppressions with it."""

from portal.checks.pages import routes

__all__ = ["routes"]
