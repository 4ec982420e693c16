"""Reading a dossier (hồ sơ) from a file, a text or plain Python objects, and checking all of it.

Begin with ``dossier_reader``. Opening (``dossier_source``) tells which framework a dossier is for and its date; reading
checks everything else against that framework. Each part of a dossier has a module: ``school``, ``evidence_index``,
``findings``, ``figures``, ``awards_held``; ``reader`` is what they share. ``record_reader``
reads single records, for tables.

Whatever is wrong is collected and raised together, each with its place. What reads the parts is loaded when a dossier
is read. Deciding which record prevails must not come in.
"""

from typing import TYPE_CHECKING

from kiemdinh.evidence.reading.dossier_reader import check_known, read_dossier
from kiemdinh.evidence.reading.dossier_source import (
    OpenDossier,
    framework_of,
    open_dossier,
    read_date_argument,
    read_required_date,
)
from kiemdinh.evidence.reading.reader import given_value
from kiemdinh.evidence.reading.record_reader import RECORD_DAY, AnyRecord, ReadRecords, RecordReader
from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.evidence.reading.results import find_result_step, means_unknown_result

__all__ = [
    "RECORD_DAY",
    "AnyRecord",
    "OpenDossier",
    "ReadRecords",
    "RecordReader",
    "check_known",
    "find_result_step",
    "framework_of",
    "given_value",
    "means_unknown_result",
    "open_dossier",
    "read_date_argument",
    "read_dossier",
    "read_required_date",
]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, {"results": ("find_result_step", "means_unknown_result")})
