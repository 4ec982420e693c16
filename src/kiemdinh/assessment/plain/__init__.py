"""Plain records: rows of a table and short dossiers, whose way from records to levels can be compiled.

A record is *plain* where its node has no other, all records are of one side, and none has a date or evidence that has
to be checked. Begin with ``shape``, which says what is recorded and what a compiled function asks of it;
``closed_rules`` writes the rules of a framework over it. ``plain_levels`` is the quick way from a mapping, or from a
dossier that was read, to levels. It compiles the rules for an *outline* (the keys of a dossier, or what its records are
about) as soon as several dossiers have the same outline. It reads each distinct leaf once.

Words: a *leaf* is a single value in a dossier, such as a word or a number; to *close* a rule is to replace its facts by
conditions over records alone.

What must not come in: a second reader of dossiers, or a second meaning of records.
"""

from kiemdinh.assessment.plain.closed_rules import ClosedRules
from kiemdinh.assessment.plain.leaf_records import Record, RecordPlace, interval_of, place_of, whole_of
from kiemdinh.assessment.plain.plain_levels import PlainLevels, find_plain_levels
from kiemdinh.assessment.plain.plane_cases import SettledPlanes, settle_planes
from kiemdinh.assessment.plain.plane_rules import Ground, PlaneRules, compile_plane_rules
from kiemdinh.assessment.plain.plane_school import CaseValue, PartRecords, PlaneSchools, compile_plane_schools
from kiemdinh.assessment.plain.record_leaves import LeafSource, RecordLeaves
from kiemdinh.assessment.plain.shape import NotPlainError, RecordFact, RecordKind, RecordShape, is_settled
from kiemdinh.assessment.plain.stage_compiler import CompiledStage, compile_stage

__all__ = [
    "CaseValue",
    "ClosedRules",
    "CompiledStage",
    "Ground",
    "LeafSource",
    "NotPlainError",
    "PartRecords",
    "PlainLevels",
    "PlaneRules",
    "PlaneSchools",
    "Record",
    "RecordFact",
    "RecordKind",
    "RecordLeaves",
    "RecordPlace",
    "RecordShape",
    "SettledPlanes",
    "compile_plane_rules",
    "compile_plane_schools",
    "compile_stage",
    "find_plain_levels",
    "interval_of",
    "is_settled",
    "place_of",
    "settle_planes",
    "whole_of",
]
