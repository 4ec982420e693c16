"""Frameworks and results for other software and for authors who do not write YAML.

Begin with ``workbooks``, a framework as sheets to write in, and ``definition_text``, a framework as YAML. ``starter``
is a framework for authors who begin with nothing. ``case``, ``oscal`` and ``provenance`` write formats of other
software, with identifiers from ``identifiers``.

Words: to *export* is to write what a format can hold; ``docs/exchange.md`` lists what it cannot.

What must not come in: what a definition means. Definitions that are read here are loaded like any other.
"""

from kiemdinh.exchange.case import write_case
from kiemdinh.exchange.definition_text import write_definition
from kiemdinh.exchange.oscal import write_oscal_catalog, write_oscal_mapping
from kiemdinh.exchange.provenance import write_prov, write_prov_n
from kiemdinh.exchange.starter import load_starter
from kiemdinh.exchange.workbooks import (
    is_framework_workbook,
    read_framework_workbook,
    write_framework_workbook,
)

__all__ = [
    "is_framework_workbook",
    "load_starter",
    "read_framework_workbook",
    "write_case",
    "write_definition",
    "write_framework_workbook",
    "write_oscal_catalog",
    "write_oscal_mapping",
    "write_prov",
    "write_prov_n",
]
