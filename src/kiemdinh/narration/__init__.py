"""Every word, page and drawing of results and explanations, in each language.

Begin with ``pages``: a page is put together from ``sentences`` and is a tree of ``layout``, which sets it as plain
text or Markdown; ``drawings`` makes pictures. ``messages`` holds the words of each language, ``language`` fills them in
and writes numbers and dates, ``names`` looks up what a definition calls things.

Words: a *message* is a text with a key; a *sentence* is a message filled in; a *page* is a tree of blocks.

Nothing is worked out here: what a sentence states was decided in ``assessment`` or ``explanation`` and is in ``data``.
"""
