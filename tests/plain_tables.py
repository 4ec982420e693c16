"""Tables of plain dossiers: what is recorded of all of them, as planes and columns."""

from array import array
from dataclasses import dataclass

from kiemdinh.assessment.plain import CaseValue, RecordKind, RecordShape
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, School
from kiemdinh.evidence.resolution import StageFacts
from kiemdinh.rules import MET, UNKNOWN, UNMET
from kiemdinh.rules.compiled import CodeColumn, FigureColumns, PlaneRows, code_figures, plane_rows
from kiemdinh.standards.names import ValueKind, read_value_name
from plain_dossiers import ON

DATES = Dates(ON, ON, ON)
STATUS = {UNMET: 0, UNKNOWN: 2, MET: 3}
TRUTH = {status: truth for truth, status in STATUS.items()}


@dataclass
class PlainTable:
    """Dossiers of one framework, of schools without stages, as one table."""

    dossiers: list[Dossier]
    schools: list[SchoolFacts]
    empty: StageFacts
    shape: RecordShape
    rows: PlaneRows
    context: dict[str, CaseValue]
    figures: dict[str, FigureColumns]

    @classmethod
    def read(cls, framework, dossiers, *, numpy):
        schools = [resolve_school(framework, dossier, DATES) for dossier in dossiers]
        empty = resolve_school(framework, Dossier(school=School(stages=dossiers[0].school.stages)), DATES).as_one
        rows = plane_rows(len(schools), numpy=numpy)
        shapes = [shape_of(one, school.as_one, always=True) for one, school in zip(dossiers, schools, strict=True)]
        shape = RecordShape("self", join_shapes([s.nodes for s in shapes]), join_shapes([s.values for s in shapes]))
        context, figures = {}, {}
        for name in {*shape.values, *empty.rules.cases}:
            spans = [school.value(name) for school in schools]
            each = [*dict.fromkeys(spans)]
            codes = array("H", map(each.index, spans))
            figures[name] = code_figures(rows, codes, each)
            if name in empty.rules.cases:
                context[name] = CaseValue(codes, each, empty.rules.cases[name], [True] * len(each))
                figures[name] = context[name].read_columns(rows)
        return cls(dossiers, schools, empty, shape, rows, context, figures)

    @property
    def forms(self):
        return {name: columns.form for name, columns in self.figures.items()}

    def read_fact(self, record):
        """Return what is asked of a record, as planes."""
        pairs = zip(self.dossiers, self.schools, strict=True)
        statuses = [status_of(record, dossier, school.as_one) for dossier, school in pairs]
        # Statuses are codes: the unused code 1 stands for nothing.
        return CodeColumn(self.rows, bytes(statuses)).read([UNMET, UNMET, UNKNOWN, MET])

    def truths_of(self, pair):
        """Return a condition as the truth of each school."""
        return [TRUTH[status] for status in self.rows.combine(pair)]


def shape_of(dossier, facts, *, always):
    """Return the shape of one dossier: all that it records, in every school or in some."""
    nodes = dict.fromkeys((finding.node for finding in dossier.findings), always)
    names = set().union(*facts.rules.values.values())
    values = {name: always for name in names if is_recorded(name, facts, nodes)}
    return RecordShape("self", nodes, values)


def is_recorded(name, facts, nodes):
    value = read_value_name(name)
    if value.node is not None:
        return value.node in nodes
    inputs = (value.numerator, value.denominator) if value.kind is ValueKind.PER else (value,)
    return value.kind is not ValueKind.CLOCK and any(facts.values.prevailing_record(str(one)) for one in inputs)


def join_shapes(shapes):
    return {name: all(name in shape for shape in shapes) for name in {name for shape in shapes for name in shape}}


def status_of(record, dossier, facts):
    if record.kind is RecordKind.RECORDED and record.subject not in facts.framework.nodes:
        return 3 if facts.values.prevailing_record(record.subject) else 0
    verdicts = {finding.node: finding.verdict for finding in dossier.findings}
    return STATUS[record.truth_of(verdicts.get(record.subject), facts.framework.nodes[record.subject])]
