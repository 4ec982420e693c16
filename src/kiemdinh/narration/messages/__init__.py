"""The words of results and explanations, as a gettext catalogue for each language.

Begin with ``en.po``. An entry has the key of a message (``msgid``) and its text, with names in braces for what is
filled in. ``en.mo`` is the same, compiled by ``poe messages``. All languages have the same keys in the same order, with
the same parameters. ``families`` lists the keys that are put together at run time, for tests and for Babel alone.
``kiemdinh.narration.language`` reads the catalogues. Code that makes sentences belongs to ``narration.sentences``.
"""
