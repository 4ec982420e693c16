"""What keeps a level or award from being certain, as a tree with its choices and as to-do lists (semantics 5.2, 5.4).

Begin with ``target``: it joins the tree (``tree``) and the lists (``to_do``). ``figures`` states a comparison as the
standard does, and ``conjunctions`` removes from a tree what is asked for twice.

Words: the *target* is the level or grade that is explained; a *blocker* is one node of the tree; a *to-do* is a leaf
of it as an entry of a list. A step *waits* where a lower step of the same node comes first.

What must not come in: what could be changed and at what cost, and words of a language.
"""

from kiemdinh.explanation.blocking.target import build_target
from kiemdinh.explanation.blocking.tree import waits_for_lower_step

__all__ = ["build_target", "waits_for_lower_step"]
