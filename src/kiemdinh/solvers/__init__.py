"""Adapters to solvers of other projects: HiGHS and CP-SAT, for repairs too large for the kernel alone.

They are the extra ``solvers`` of the package. An adapter is light: it imports the package that it adapts when it is
first asked something. Begin with ``choose``, which lists what is installed. ``highs`` and ``cp_sat`` are the adapters;
``exact_check`` checks their answers in whole numbers.

Words: a *program* has variables that are 0 or 1, constraints and costs (:class:`kiemdinh.rules.Program`).

What must not come in: the meaning of a variable. An adapter knows :mod:`kiemdinh.rules` and one solver, nothing else.
"""
