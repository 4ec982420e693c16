"""The normal form of a condition for repairs: threshold groups over facts and bounds (semantics 5.3, 5.5, 5.8).

It says what must be so for the condition to be *certain*. Negations are pushed to the facts and definitions are opened.
A choice with a known test is replaced by its arm. A comparison of one value is a bound. A comparison of sums is one
threshold group: each better end that a term can have adds its gain.

Begin with ``forms`` (what a normal form is), then ``conditions``, which reads one. ``comparisons`` and
``quantity_ends`` read quantities; ``changeability`` says what may change.

Words: *up* asks for a low end that is large enough, not *up* for a high end that is small enough. The *end* of a
quantity is the one that matters for this; the *worst* end is the one that is sure without any change.

What must not come in: actions, moves and costs. Those are in the modules beside this package.
"""

from kiemdinh.rules.repairs.normal_form.changeability import Reachability
from kiemdinh.rules.repairs.normal_form.conditions import normal_form_of
from kiemdinh.rules.repairs.normal_form.forms import (
    BoundLeaf,
    FactLeaf,
    Normal,
    NormalGroup,
    Position,
    fold_form,
    leaves_of,
    lies_beyond,
)

__all__ = [
    "BoundLeaf",
    "FactLeaf",
    "Normal",
    "NormalGroup",
    "Position",
    "Reachability",
    "fold_form",
    "leaves_of",
    "lies_beyond",
    "normal_form_of",
]
