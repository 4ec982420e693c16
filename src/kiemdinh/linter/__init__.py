"""Lint: what is wrong in a definition that loads, each flaw at its line and, where it is proved, with a dossier.

Begin with ``lint.py``: it loads a definition, runs the checks in order and drops what comments allow. ``checks`` has
one module for each kind of flaw, ``output`` the forms in which findings are written, ``pages`` a page for each code.

Words: a *flaw* is what is wrong; a *finding* is the report of one, at its place; a *witness* is a dossier that shows
it, a *contrast* a second one that is better in one thing; an *allowance* is a comment that allows a finding.

What can be proved of a definition is the work of ``analysis``; nothing here proves or samples by itself, and nothing
knows how a school is assessed.
"""
