"""Outside data (外部数据) at the front door: files come in, and what they tell is held against what was reported."""

from portal.outside_data import comparing, imports

routes = [*imports.routes, *comparing.routes]
