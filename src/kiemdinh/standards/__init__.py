"""Standards as data: definitions are loaded, checked and lowered to conditions over named facts.

From the ground up: ``names.py`` makes and reads the names of facts and values; ``definition`` is the model of a file;
``graph.py`` draws which part reads which; ``lowering`` makes the conditions of :mod:`kiemdinh.rules` of a definition;
``loading`` does all this for a file or a text; ``catalogue`` holds the bundled frameworks.

Begin with ``loading/loader.py``. The grammar of a definition is described in ``docs/language.md``, its meaning in
``docs/semantics.md``.

Nothing here knows a school, a dossier or a result. Importing this package loads nothing.
"""
