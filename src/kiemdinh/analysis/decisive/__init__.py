"""Which requirements and marks are decisive: each of them alone changes a result in some world.

Begin with ``requirements``, which proves it of requirements; ``examples`` finds worlds that show it, so that no proof
is needed. ``marks`` is about ratings, points and severities. ``positions`` tells which names can be exchanged,
``statuses`` joins what several proofs say.

Words: a *result* is an outcome, a label, an award or a loss; a fact is *decisive* for a result if, in some world, the
result changes where the fact alone changes; a *minimal world* meets a result, and no fact that is met in it can be made
unmet.

What must not come in: findings of lint, and dossiers.
"""

from kiemdinh.analysis.decisive.marks import DecisiveMarks
from kiemdinh.analysis.decisive.positions import Position, find_positions
from kiemdinh.analysis.decisive.requirements import DecisiveRequirements
from kiemdinh.analysis.decisive.statuses import status_of_any

__all__ = ["DecisiveMarks", "DecisiveRequirements", "Position", "find_positions", "status_of_any"]
