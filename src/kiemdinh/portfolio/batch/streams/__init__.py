"""Tables that are larger than memory: read and assessed in blocks of rows, their results kept in a database on disk.

Begin with ``assess_stream``, the verb; ``streamed_batch`` is what it returns. ``blocks`` splits a file, and each part
is read by the readers of ``tables``; ``result_store`` keeps results and finds schools that are in two blocks.

Words: a *block* is some rows of a file under its headings; a *place* is a number by which rows of all files are in
order.

What a cell means must not come in, and no rows may be kept in memory when their block is done.
"""

from kiemdinh.portfolio.batch.streams.assess_stream import assess_stream, is_large
from kiemdinh.portfolio.batch.streams.streamed_batch import StreamedBatch

__all__ = ["StreamedBatch", "assess_stream", "is_large"]
