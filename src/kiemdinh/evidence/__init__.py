"""The dossier of a school: read, checked, and resolved to facts on a date.

Begin with ``dossier``, the records as data. ``reading`` makes a dossier from a file, a text or Python objects;
``resolution`` decides the facts that the records speak of (semantics 3.9); ``writing`` makes a dossier from facts, or
an empty one to fill in. ``entries`` lists what a dossier can record under a framework, for reading and for writing.

Words: a *record* is one finding or one figure as it was written down, with its side, date and evidence; a *claim* is a
finding about a whole criterion or one of its steps; a *fact* is what resolution makes of all records about one thing.

Levels of outcomes, warnings and explanations must not come in: they are worked out from the facts that are made here.
"""
