"""Pictures of what an office is told of many schools.

Begin with ``heat_map``: a comparison, a cell for each criterion and group. ``moves`` draws how schools move from one
edition to another, ``concerns`` how many awards are at risk, ``months`` what is due and scheduled in each month, and
``cost_curve`` what so many schools of a plan cost.
``state_bars`` draws a bar of three states, each with a pattern of its own, and the legend that has their words.

Words: a *bar* is as wide as the schools to which a node applies; its parts are those that meet it, and so on.
"""

from kiemdinh.narration.drawings.office.concerns import draw_concerns
from kiemdinh.narration.drawings.office.cost_curve import draw_cost_curve
from kiemdinh.narration.drawings.office.heat_map import draw_heat_map, draw_peers
from kiemdinh.narration.drawings.office.months import draw_months
from kiemdinh.narration.drawings.office.moves import draw_moves

__all__ = ["draw_concerns", "draw_cost_curve", "draw_heat_map", "draw_months", "draw_moves", "draw_peers"]
