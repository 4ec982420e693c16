"""What is decisive: a requirement or mark on which alone a result depends in some world.

Begin with ``requirements``, which proves it of requirements; ``examples`` finds worlds that show it and save the proof.
``marks`` is about ratings, points and severities. ``positions`` tells which names can change places, ``statuses`` joins
what several proofs say.

Words: a *result* is an outcome, a label, an award or a loss; a fact is *decisive* for a result where the result is the
other if the fact alone is; a *minimal world* is one in which no fact that is met can be taken away.

Nothing here makes findings or knows a dossier.
"""

from kiemdinh.analysis.decisive.marks import DecisiveMarks
from kiemdinh.analysis.decisive.positions import Position, find_positions
from kiemdinh.analysis.decisive.requirements import DecisiveRequirements
from kiemdinh.analysis.decisive.statuses import status_of_any

__all__ = ["DecisiveMarks", "DecisiveRequirements", "Position", "find_positions", "status_of_any"]
