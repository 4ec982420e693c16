"""The records of a dossier in a result: which play no part, which evidence they cite, and recorded indicators.

Begin with ``unused_records``. ``cited_evidence`` says of each item that records cite whether it counts;
``indicators`` lists the figures that inform and decide nothing.

Words: a *record* is a finding, a value or an item of evidence as the dossier has it.

What must not come in: where a school stands. Other modules of ``assessment`` work that out from the same records.
"""

from kiemdinh.assessment.records.cited_evidence import find_cited_evidence, find_evidence_asked, find_failing_evidence
from kiemdinh.assessment.records.indicators import find_indicators
from kiemdinh.assessment.records.open_of_others import find_open_of_others, is_about_others, list_open_names
from kiemdinh.assessment.records.read_references import find_references_read
from kiemdinh.assessment.records.unused_records import find_unused, values_read, years_of_inputs

__all__ = [
    "find_cited_evidence",
    "find_evidence_asked",
    "find_failing_evidence",
    "find_indicators",
    "find_open_of_others",
    "find_references_read",
    "find_unused",
    "is_about_others",
    "list_open_names",
    "values_read",
    "years_of_inputs",
]
