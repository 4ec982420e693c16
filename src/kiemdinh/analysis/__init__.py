"""Proofs about a definition that hold for all possible dossiers. Nothing is sampled.

Begin with ``study``: a :class:`~kiemdinh.analysis.study.Study` holds the rules of one framework down to their *free*
facts and values (those that a dossier decides and no rule does), the space of what these can be, and a prover over
it. ``observations`` and ``decisive`` answer questions that several packages ask.

Words: a *world* is a truth for each free fact and a number for each free value; a *witness* is a dossier that
records a world; a *site* is a condition as it is written, with where it stands; a *result* is an outcome, a label, an
award or its loss.

Findings about a definition and their words belong to ``linter``. The standing of one school belongs to ``assessment``.
"""
