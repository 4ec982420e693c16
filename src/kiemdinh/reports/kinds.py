"""The forms of reports, their formats, and the media type of each format."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = [
    "FORMATS_WITH_PICTURES",
    "FORMS_OF_CIRCULAR_57",
    "MEDIA_TYPES",
    "REPORT_FORMATS",
    "REPORT_FORMS",
    "TABULAR_FORMATS",
]

REPORT_FORMS: Final = ("mau-1", "mau-2", "criteria", "evidence", "gap")
"""The self-assessment report, the improvement plan, the table of criteria, the list of evidence, and the picture."""

FORMS_OF_CIRCULAR_57: Final = ("mau-1", "mau-2")
"""The forms that belong only to the frameworks of Circular 57/2026."""

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "docx": f"{_OFFICE}.wordprocessingml.document",
        "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "csv": "text/csv; charset=utf-8",
    }
)
"""The media type of each format."""

REPORT_FORMATS: Final = tuple(MEDIA_TYPES)
"""The formats of files; ``csv`` has only the first table of a report."""

FORMATS_WITH_PICTURES: Final = ("docx", "html", "pdf")
"""The formats that print a picture; a workbook and a table have only its title."""

TABULAR_FORMATS: Final = ("csv", "xlsx")
"""The formats of tables, to sort and to filter."""
