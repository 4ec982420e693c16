"""The public face: ``assess``, the ``Assessment`` that it returns, and the explanations that this hands on.

Begin to read with ``assess``, then ``assessment``: each attribute and method says which floor works it out.
``explanations`` adds to the data of ``explanation`` what users need of it: JSON, text, Markdown, pictures.

Words: a class here has the name that users know. The name of its counterpart in ``data`` ends in ``Data``.

What must not come in: rules of assessing or explaining, and words of a language. A method here calls one function and
wraps its result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.api.explanations import (
        Explanation,
        Margin,
        Repairs,
        Why,
        find_titles_by_id,
        find_titles_of_roles,
        read_explanation,
        with_result,
    )
    from kiemdinh.api.outlook import Forecast, NextQuestions

__all__ = [
    "Explanation",
    "Forecast",
    "Margin",
    "NextQuestions",
    "Repairs",
    "Why",
    "find_titles_by_id",
    "find_titles_of_roles",
    "read_explanation",
    "with_result",
]

# Loaded when they are first used: most results are never explained.
_OUTLOOK = ("Forecast", "NextQuestions")
_MODULES = {"explanations": [name for name in __all__ if name not in _OUTLOOK], "outlook": _OUTLOOK}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
