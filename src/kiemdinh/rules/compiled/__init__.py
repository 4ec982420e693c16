"""Conditions compiled to Python source. It gives the same results as the reference evaluator, and is faster.

A back end is an :class:`~kiemdinh.rules.Algebra` whose results are the names of variables; it writes one line of
Python for each term. Begin with ``writer``, which collects the lines; ``school_source`` is the back end for one school,
``plane_source`` that for many schools at once.

Words: a *status* is the truth of a condition as a small number of two bits, bit 0 the certain and bit 1 the possible
reading: unmet 0, unknown 2, met 3.

What must not come in: text of a definition. Only terms of the core language are compiled. In place of a name, the
source has its position among the arguments.
"""

from kiemdinh.rules.compiled.chosen_rows import plane_rows
from kiemdinh.rules.compiled.code_columns import CodeColumn
from kiemdinh.rules.compiled.column_spans import CompiledColumns
from kiemdinh.rules.compiled.figures import FigureColumns, FigureForm, code_figures
from kiemdinh.rules.compiled.plane_logic import CompiledPlanes, PlaneLogic
from kiemdinh.rules.compiled.plane_rows import MAX_NUMBER, InexactError, Plane, PlanePair, PlaneRows
from kiemdinh.rules.compiled.plane_source import PlaneFunction, PlaneSource
from kiemdinh.rules.compiled.school_source import CompiledSpan, SchoolFunction, SchoolSource
from kiemdinh.rules.compiled.twin import STATUS, TwinAlgebra

__all__ = [
    "MAX_NUMBER",
    "STATUS",
    "CodeColumn",
    "CompiledColumns",
    "CompiledPlanes",
    "CompiledSpan",
    "FigureColumns",
    "FigureForm",
    "InexactError",
    "Plane",
    "PlaneFunction",
    "PlaneLogic",
    "PlanePair",
    "PlaneRows",
    "PlaneSource",
    "SchoolFunction",
    "SchoolSource",
    "TwinAlgebra",
    "code_figures",
    "plane_rows",
]
