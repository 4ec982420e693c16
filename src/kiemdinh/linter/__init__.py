"""Lint: finding flaws in a definition that loads, each at its line and, where it is proved, with a dossier.

Begin with ``lint.py``: it loads a definition, runs the checks in order and drops what comments allow. ``checks`` has
one module for each kind of flaw, ``output`` the forms in which findings are written, ``pages`` a page for each code.

Words: a *flaw* is a fault of a definition; a *finding* is the report of a flaw at its place; a *witness* is a dossier
that shows the flaw, and a *contrast* a second dossier that is better in one thing; an *allowance* is a comment that
allows a finding.

Proofs about a definition are the work of ``analysis``. What must not come in: proving, sampling, and how a school is
assessed.
"""
