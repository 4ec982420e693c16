"""Words, numbers and dates as people write them: in dossiers, efforts, scenarios, tables, options and arguments.

Begin with ``numbers`` and ``dates``, which read one value each, and with ``words``, which finds a declared word. What
is certain is read, whatever its form; what can mean two things, or nothing, is a ReadingError that says both
readings. Nothing is ever guessed.

Words: a *form* says what a number may be where it stands; a *vocabulary* has the words that are declared in one place,
each an id with its titles.

What must not come in: pydantic, the place of a value, and what a definition or a dossier means.
"""

from kiemdinh.parsing.values.dates import read_date, read_month_day
from kiemdinh.parsing.values.numbers import NumberForm, read_number, read_plain_number, read_share
from kiemdinh.parsing.values.refusal import ReadingError
from kiemdinh.parsing.values.words import Vocabulary, clean_text, fold_word

__all__ = [
    "NumberForm",
    "ReadingError",
    "Vocabulary",
    "clean_text",
    "fold_word",
    "read_date",
    "read_month_day",
    "read_number",
    "read_plain_number",
    "read_share",
]
