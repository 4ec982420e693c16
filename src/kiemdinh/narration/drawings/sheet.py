"""The sheet that the picture of a gap is drawn on: A4 at 96 dots to the inch; all sizes are in dots."""

from __future__ import annotations

__all__ = ["EDGE", "HEIGHT", "INNER_WIDTH", "LINE_HEIGHT", "SMALL_SIZE", "TEXT_SIZE", "TITLE_SIZE", "WIDTH"]

WIDTH, HEIGHT, EDGE = 794, 1123, 36
"""The sheet, and the blank on each side of it."""
INNER_WIDTH = WIDTH - 2 * EDGE
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 20, 12, 11
"""The sizes of letters: of the name of the school, of most texts, of the smallest texts."""
LINE_HEIGHT = 18
"""From one line of a list to the next."""
