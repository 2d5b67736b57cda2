"""The markets that the law knows, by their codes. Pure."""

from __future__ import annotations

NATIONAL = "national"
# The seven pilots and Fujian.
PILOTS = ("beijing", "tianjin", "shanghai", "chongqing", "hubei", "guangdong", "shenzhen", "fujian")
MARKETS = (NATIONAL, *PILOTS)
