"""The evaluation of conditions where something is unknown: both readings, polarities, and cases.

Begin with ``reference``, the evaluator with which everything else is compared: it gives the certain and the possible
reading of a condition in one fold. ``evaluators`` makes definitions into functions, once for all schools. ``polarity``
tells under which sign a name enters a condition, so that it is known where the two readings may be too wide; ``cases``
tries the values of what then has to be settled. ``chosen`` reads a condition in which some facts are free, beside
others that are unknown.

What must not come in: what would have to change (``repairs``), and proofs over all that facts can be (``proofs``).
"""

from kiemdinh.rules.evaluation.cases import (
    MAX_CASES,
    evaluate_cases,
    fit_domains,
    iterate_cases,
    sample_points,
    thresholds_by_value,
    thresholds_of,
)
from kiemdinh.rules.evaluation.chosen import FREE, ChosenTruth, ChosenValue, FreeFacts, evaluate_chosen
from kiemdinh.rules.evaluation.evaluators import Evaluators
from kiemdinh.rules.evaluation.polarity import (
    Polarity,
    mixed_polarity_by_definition,
    mixed_polarity_names,
    polarities,
    polarities_by_definition,
)
from kiemdinh.rules.evaluation.reference import Assignment, Facts, TruthAlgebra, evaluate, evaluate_quantity
from kiemdinh.rules.evaluation.residual import residual_of

__all__ = [
    "FREE",
    "MAX_CASES",
    "Assignment",
    "ChosenTruth",
    "ChosenValue",
    "Evaluators",
    "Facts",
    "FreeFacts",
    "Polarity",
    "TruthAlgebra",
    "evaluate",
    "evaluate_cases",
    "evaluate_chosen",
    "evaluate_quantity",
    "fit_domains",
    "iterate_cases",
    "mixed_polarity_by_definition",
    "mixed_polarity_names",
    "polarities",
    "polarities_by_definition",
    "residual_of",
    "sample_points",
    "thresholds_by_value",
    "thresholds_of",
]
