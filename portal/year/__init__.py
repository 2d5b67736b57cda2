"""The year (年度流程): the compliance year as a track of nine stages, with their days and who stands where."""

from portal.year.page import routes
from portal.year.stages import STAGES

__all__ = ["STAGES", "routes"]
