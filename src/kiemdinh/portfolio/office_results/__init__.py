"""Results for an office, such as a comparison of schools: data, frames, texts, pictures and files.

Begin with ``office_result``. A kind of result is a subclass of :class:`OfficeResult`. It gives

- ``kind``, a key of :data:`kiemdinh.data.office.OFFICE_TABLES`, where its tables and their columns are declared;
- ``tables``, the columns of each table by name, the main one first: a cell is a text, a whole number, a
  :class:`~fractions.Fraction`, a flag, a date, or None. What would be a list in a cell is a table of its own;
- ``page(lang)``, a page of ``narration.layout``, made in ``narration.office``;
- ``draw(lang)``, an SVG document, made in ``narration.drawings.office``;
- ``own_data()``, what its data has beside the tables, where it has anything.

It has ``to_dict``, ``to_json``, ``frame``, ``to_text``, ``to_markdown``, ``to_html``, ``to_svg``, ``to_csv``, ``save``.
What a column is stands in ``narration.office`` under the key ``office.column.NAME``.

How anything is worked out must not come in.
"""

from kiemdinh.portfolio.office_results.lazy_tables import LazyTables
from kiemdinh.portfolio.office_results.named_schools import name_some
from kiemdinh.portfolio.office_results.office_result import OfficeResult, list_rows
from kiemdinh.portfolio.office_results.register_warnings import (
    warn_of_outside,
    warn_of_register,
    warn_of_rejected,
    warn_of_set_aside,
)

__all__ = [
    "LazyTables",
    "OfficeResult",
    "list_rows",
    "name_some",
    "warn_of_outside",
    "warn_of_register",
    "warn_of_rejected",
    "warn_of_set_aside",
]
