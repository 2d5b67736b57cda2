"""Charts: what one shows, and its drawing as part of a page or as a picture that stands alone.

A chart in a page is inline SVG of shapes, classes and words: no style, no script, nothing from elsewhere. Colour never
stands alone: bars carry a hatching, lines a dash and a marker of their own, and every mark tells its value on hover.
"""

from portal.charts.pictures import picture_of, svg_of
from portal.charts.shown import Chart, Value

__all__ = ["Chart", "Value", "picture_of", "svg_of"]
