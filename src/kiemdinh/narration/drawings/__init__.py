"""Pictures: the gap before a level and the line of time of a forecast as SVG, a framework as a Mermaid flowchart.

Begin with ``gap_rows``, the content of the first picture as rows of cells. ``gap_svg`` draws the sheet, ``gap_table``
the rows on it, ``gap_cells`` a cell; ``timeline`` draws a forecast; ``svg`` makes the elements. ``mermaid`` writes the
flowchart.

Import this package only where a picture is asked for: it loads ``xml.etree``, which no text needs.
"""

from kiemdinh.narration.drawings.gap_svg import draw_gap
from kiemdinh.narration.drawings.mermaid import draw_flowchart
from kiemdinh.narration.drawings.timeline import draw_timeline

__all__ = ["draw_flowchart", "draw_gap", "draw_timeline"]
