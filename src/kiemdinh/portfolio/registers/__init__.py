"""A register: which schools there are, in which commune, from when until when, and which awards they hold.

Begin with ``read_register``, the one verb, and ``register``, what it returns. ``headings`` tells what the columns are,
``row_reader`` reads the rows of a sheet, and ``row_checks`` compares rows with one another.

Words: an *entry* is one school for the days of one row; a school that moved has several. A *member* is what belongs to
a population, such as a school of a commune.

What a framework asks of a school must not come in: columns that are not those of every register are kept as they are.
"""

from kiemdinh.portfolio.registers.entry import AwardState, RegisteredAward, RegisterEntry
from kiemdinh.portfolio.registers.headings import COLUMNS, RegisterHeadings, plan_register
from kiemdinh.portfolio.registers.read_register import ensure_register, read_register
from kiemdinh.portfolio.registers.register import Register

__all__ = [
    "COLUMNS",
    "AwardState",
    "Register",
    "RegisterEntry",
    "RegisterHeadings",
    "RegisteredAward",
    "ensure_register",
    "plan_register",
    "read_register",
]
