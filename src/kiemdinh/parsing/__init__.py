"""YAML, JSON and plain Python objects as data, with the place of every value; and the fields that authors fill in.

Begin with ``read``: the input of a caller becomes a :class:`~kiemdinh.parsing.source.Source`. ``readers`` reads
files, texts and objects; under it ``read_yaml`` and ``read_json`` drive the builder of ``placed_tree``. ``validation``
checks the data against one of ``models``, whose ``fields`` read what was written; ``collector`` gathers the problems.

Words: a *span* has the offsets at which a value begins and ends in a text; a *path* leads to the value in the data.
Nothing is resolved while reading: ``no`` stays a word until a field asks for yes or no.

What must not come in: the meaning of a definition or a dossier.
"""
