"""Pages about two editions or frameworks side by side.

Begin with ``diff_page``: what differs between two editions, as a summary for a head of office.

Words: an *edition* is named by its first day, where it has one.

How anything is worked out must not come in: a page takes data and the two definitions that it is about.
"""

from kiemdinh.narration.transitions.diff_page import DiffData, diff_page

__all__ = ["DiffData", "diff_page"]
