"""Problems with an input, and words: what every other package may use. It stands on the standard library alone.

Begin with ``diagnostic``: a problem has a code, a place and a message, and an ``InputError`` carries all of them.
``message`` has texts that can be said in either language: the code has them in English, and ``vi.po`` in Vietnamese.
``codes`` is the table of codes. ``wording`` has "did you mean" and what else a message of one line needs.
``translations`` is the one look-up in gettext catalogues. A package that speaks to people has its catalogues in a
folder of its own, as ``narration/messages`` is. Nothing here reads files of users or knows of schools.
"""
