"""Tables with one integer for each criterion, which a database reads several times as fast as a table of words.

Begin with ``pack_table``, which has the verb :func:`pack`; ``packed_table`` is what it returns. ``cells`` says which
bits and numbers the cells of a table are. Where each finding stands in the integers is said in
``batch.sql.packed_layout``, since a query has to know it too.

Words: a *word* here is one integer of 64 bits of each row.

What a cell means must not come in, and no rule either: a packed table holds what was recorded, and nothing that was
worked out.
"""

from kiemdinh.portfolio.batch.packed.pack_table import pack
from kiemdinh.portfolio.batch.packed.packed_table import PackedTable

__all__ = ["PackedTable", "pack"]
