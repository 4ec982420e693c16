"""YAML, JSON and plain Python objects as data, with the place of every value; and the fields that authors fill in.

Begin with ``read``: whatever a caller hands over becomes a :class:`~kiemdinh.parsing.source.Source`. ``readers`` reads
files, texts and objects; under it ``read_yaml`` and ``read_json`` drive the builder of ``placed_tree``. ``validation``
holds the data against one of ``models``, whose ``fields`` read what was written; ``collector`` gathers what is wrong.

Words: a *span* is from where to where a value stands in a text; a *path* leads to it in the data. Nothing is resolved
while reading: ``no`` stays a word until a field asks for yes or no. What a definition or a dossier means must not come
in.
"""
