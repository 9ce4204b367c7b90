"""Charts: data of the pack → pictures, the same bytes on every machine; matplotlib is loaded here and nowhere else."""

from cqc_evidence.write.charts.cache import chart_png, chart_svg
from cqc_evidence.write.charts.colours import HOUSE, Colours, colours_of

__all__ = ["HOUSE", "Colours", "chart_png", "chart_svg", "colours_of"]
