"""Problems with an input, and words: all other packages may use this one. It needs only the standard library.

Begin with ``diagnostic``: a problem has a code, a place and a message, and an ``InputError`` carries all of them.
``message`` has texts that can be said in either language: the code has them in English, and ``vi.po`` in Vietnamese.
``codes`` is the table of codes. ``wording`` has "did you mean" and other helpers for messages of one line.
``translations`` is the only look-up in gettext catalogues. A package with texts for people has its catalogues in a
folder of its own, such as ``narration/messages``. Nothing here reads files of users or knows of schools.
"""
