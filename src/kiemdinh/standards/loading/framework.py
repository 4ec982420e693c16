"""A loaded framework (bộ tiêu chuẩn): immutable, picklable, safe to share between threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from kiemdinh.diagnostics.arguments import check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.readers import read_object
from kiemdinh.parsing.turns import Turns
from kiemdinh.rules import Number
from kiemdinh.standards import lowering
from kiemdinh.standards.definition import (
    Award,
    Confirmation,
    Definition,
    InputDef,
    LadderOutcome,
    NodeInfo,
    Outcome,
    Outline,
    ParameterDef,
    confirmations_digest,
    content_digest,
    find_part,
    list_standing,
    part_digest,
    read_parameter,
)
from kiemdinh.standards.lowering import FrameworkRules, Population, Setting

if TYPE_CHECKING:
    import networkx as nx

    from kiemdinh.standards.loading.applied_change import AppliedChange
    from kiemdinh.standards.loading.merged_source import MergedSource

__all__ = ["Framework"]


class SourceReader(Protocol):
    """Reads the files of a framework that was loaded without them; it can be pickled."""

    def read(self) -> MergedSource:
        """Return the place of each part in its files."""


class RulesReader(Protocol):
    """Reads rules that were lowered when the package was built; it can be pickled."""

    def read(self, content_digest: str, setting: Setting) -> FrameworkRules | None:
        """Return the rules of a definition in a setting; None where there are none for this definition."""


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """A framework as loaded: its definition, the tree laid flat, and its digests.

    Two frameworks are equal if they say the same in all, certainty and confirmations included.

    Attributes
    ----------
    definition
        The content of its file.
    outline
        The tree laid flat.
    digest
        ``rules2:sha256:…`` of all that affects a verdict or is shown with it, whatever the form of its file (7.1).
        How sure we are of each part is left out.
    warnings
        Problems that the loader found and that do not hinder loading.
    acts
        The changes that amendments have made since it was issued, in the order of their days; empty for an edition as
        issued.
    days_before
        For each input that an earlier edition had, the first day of the first edition that had it.
    confirmations
        The valid confirmations: those of nodes that have not changed since.
    confirmations_digest
        ``sha256:…`` of these; None where there are none.
    content_digest
        ``sha256:…`` of everything that the definition says, certainty and confirmations included.
    """

    definition: Definition
    outline: Outline
    digest: str
    warnings: tuple[Diagnostic, ...] = ()
    acts: tuple[AppliedChange, ...] = ()
    days_before: Mapping[str, dt.date | None] = field(default_factory=lambda: FrozenMap({}))
    _first_day: dt.date | None = None
    _source: MergedSource | None = None
    _source_reader: SourceReader | None = None
    _compiled_rules: RulesReader | None = None
    confirmations: tuple[Confirmation, ...] = field(init=False)
    confirmations_digest: str | None = field(init=False)
    content_digest: str = field(init=False)

    def __post_init__(self) -> None:
        standing = list_standing(self.definition, self.outline.nodes)
        object.__setattr__(self, "confirmations", standing)
        object.__setattr__(self, "confirmations_digest", confirmations_digest(standing))
        object.__setattr__(self, "content_digest", content_digest(self.definition))

    # Not the digest of the rules: rules that are kept for a framework contain the certainty of each part.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Framework) and self.content_digest == other.content_digest

    def __hash__(self) -> int:
        return hash(self.content_digest)

    def __repr__(self) -> str:
        return f"<Framework {self.id}>"

    @property
    def source(self) -> MergedSource | None:
        """Knows the place of each part in its files; None where the places are not known.

        The files of a bundled framework are read when it is first asked for.
        """
        if self._source is None and self._source_reader is not None:
            object.__setattr__(self, "_source", self._source_reader.read())
        return self._source

    @property
    def id(self) -> str:
        """The id of the framework, such as ``vn.tt57-2026.pho-thong``."""
        return self.definition.framework

    @property
    def edition(self) -> str:
        """The id with the first day of this edition, by which it is loaded again: ``vn.tt18-2018@2018-10-10``.

        It is the id alone where the definition states no first day.
        """
        begins = self.definition.source.in_force
        return self.id if begins is None else f"{self.id}@{begins}"

    @property
    def first_day(self) -> dt.date | None:
        """The first day of its first edition, the one that amendments began with; None where none is stated.

        >>> import kiemdinh as kd
        >>> kd.load("vn.tt18-2018").first_day
        datetime.date(2018, 10, 10)
        """
        return self._first_day or self.definition.source.in_force

    @property
    def nodes(self) -> Mapping[str, NodeInfo]:
        """Every node of the tree by its id, in the order of the file."""
        return self.outline.nodes

    @property
    def inputs(self) -> Mapping[str, InputDef]:
        """The declared inputs by name."""
        return self.definition.inputs

    @property
    def parameters(self) -> Mapping[str, ParameterDef]:
        """The parameters by name, each an input too; its value is the ``default`` where one is set."""
        return self.definition.parameters

    def parameter_number(self, name: str) -> Number | None:
        """Return the number that stands for the value of a parameter in rules; None where none is set.

        The number of a word is its position among the choices or steps, that of a date the number of its day. A name
        that is no parameter also gives None.
        """
        return _read_parameters(self).get(name) if name in self.parameters else None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes in the order of the file; the first is the main one, to which ``level`` refers."""
        return self.definition.outcomes

    @property
    def awards(self) -> tuple[Award, ...]:
        """The awards in the order of the file."""
        return self.definition.awards

    @property
    def main_ladder(self) -> LadderOutcome | None:
        """The main outcome where it is a ladder; None for a decision list."""
        main = self.outcomes[0]
        return main if isinstance(main, LadderOutcome) else None

    def first_day_of_input(self, name: str) -> dt.date | None:
        """Return the first day of the first edition that has an input; None where no day is stated.

        The editions are those that amendments made of one another, also amendments that a caller has applied.
        """
        return self.days_before.get(name, self.definition.source.in_force)

    def edition_holds(self, law_date: dt.date) -> bool:
        """Return whether the edition is in force on a day: from its first to the day before it is replaced (4.2).

        An edition that does not state its first or last day has none.

        >>> import datetime as dt
        >>> import kiemdinh as kd
        >>> kd.load("vn.tt57-2026.gdtx").edition_holds(dt.date(2026, 7, 6))
        False
        """
        _check_date("law_date", law_date)
        source = self.definition.source
        begun = source.in_force is None or source.in_force <= law_date
        return begun and (source.until is None or law_date < source.until)

    @property
    def language(self) -> str:
        """The language of results under it unless another one is asked for.

        It is Vietnamese (``vi``) where the title has a Vietnamese text, else English (``en``). For a definition without
        a title it is Vietnamese where any of its layers, inputs or nodes has a Vietnamese text.

        >>> import kiemdinh as kd
        >>> kd.load("vn.tt18-2018").language
        'vi'
        """
        definition = self.definition
        nodes = (info.node for info in self.nodes.values())
        parts = (definition,) if definition.texts else (*definition.layers, *definition.inputs.values(), *nodes)
        return "vi" if any(part.vi for part in parts) else "en"

    def title(self, lang: str) -> str:
        """Return the title of the framework in a language, else in another one, else its id.

        >>> import kiemdinh as kd
        >>> kd.load("vn.tt57-2026.gdtx").title("en")
        'Quality assurance of continuing education'
        """
        return self.definition.text_in(check_text("lang", lang)) or self.id

    def node_digest(self, node_id: str) -> str:
        """Return the present digest of a node and all below it, for a confirmation of it.

        *node_id* is the id of a node, or of an entry that can be confirmed: ``awards/ID``, ``inputs/ID``.

        Raises
        ------
        InputError
            There is no such node or entry.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> kd.load("vn.tt57-2026.gdtx").node_digest("1.3")[:7]
        'sha256:'
        """
        part = find_part(self.definition, self.nodes, check_text("node_id", node_id))
        if part is None:
            message = Message("{id} has no node '{node}'", id=self.id, node=shorten_text(node_id))
            refuse_argument("node_id", node_id, Message("the id of a node"), message=message, code="KD208")
        return part_digest(part)

    def rules(
        self,
        stages: tuple[str, ...] | None,
        evidence_date: dt.date,
        populations: tuple[Population, ...] | None = None,
    ) -> FrameworkRules:
        """Return the rules as conditions over named facts, for a school's stages and the date of its evidence.

        *stages* is None for a dossier that names none, *populations* before there is a register: each population then
        has one member. Rules are kept: for the next school of the same stages in the
        same school year they cost a look-up.

        >>> import datetime as dt
        >>> import kiemdinh as kd
        >>> rules = kd.load("vn.tt57-2026.gdtx").rules(None, dt.date(2026, 9, 30))
        >>> next(iter(rules.definitions))
        '1.1/muc-1'
        """
        _check_date("evidence_date", evidence_date)
        _check_stages(stages)
        setting = Setting.on(self.definition, stages, evidence_date, populations)
        # A look-up where they are kept; of many threads that want them first, one lowers them.
        with _turns.take((self, setting)):
            of_any_year = _rules_of_any_year(self, setting.stages, setting.populations)
            if of_any_year:
                return of_any_year[0]
            rules = _find_rules(self, setting)
            if not rules.reads_years:
                of_any_year.append(rules)
            return rules

    def graph(self) -> nx.DiGraph[str]:
        """Return which part reads which, as a graph of networkx that is yours to change.

        Its keys are ``1.3`` (a node), ``1.3/muc-1`` (a step of a criterion), ``input:ID``, ``set:ID``,
        ``quantity:ID`` (what ``define`` names), ``outcome:ID`` and ``award:ID``. Each has the attributes ``kind``
        (*node, step, input, set, quantity, outcome, award*), ``titles`` (text by language) and ``cite`` (the article,
        its own or inherited; None without one). An edge goes from the part that reads to the
        one that is read and has ``kind="reads"``. The graph is built anew at each call, in time that grows with the
        size of the definition.

        >>> import kiemdinh as kd
        >>> framework = next(one for one in kd.catalogue() if one.id == "vn.tt57-2026.pho-thong").load()
        >>> graph = framework.graph()
        >>> sorted(graph.predecessors("1.3/muc-2"))
        ['1.3']
        >>> graph.nodes["1.3"]["kind"]
        'node'
        """
        from kiemdinh.standards.graph import build_graph  # noqa: PLC0415 - networkx is loaded only when asked for

        return build_graph(self.definition, self.outline)


def _check_stages(stages: object) -> None:
    if stages is not None and not (isinstance(stages, tuple) and all(isinstance(stage, str) for stage in stages)):
        refuse_argument("stages", stages, Message("a tuple of the ids of stages, or None"))


def _check_date(name: str, value: object) -> None:
    if not isinstance(value, dt.date):
        refuse_argument(name, value, Message("a date"))


@lru_cache(maxsize=64)
def _read_parameters(framework: Framework) -> Mapping[str, Number]:
    definition = framework.definition
    problems = Problems(read_object({}, framework.id))  # there are no problems: loading has read these values before
    found = {
        name: read_parameter(definition, name, parameter.default.is_, problems, ())
        for name, parameter in definition.parameters.items()
        if parameter.default is not None
    }
    return {name: number for name, number in found.items() if number is not None}


_turns = Turns()


@lru_cache(maxsize=256)  # a framework is found by its digest, the setting of a school by its stages and school year
def _find_rules(framework: Framework, setting: Setting) -> FrameworkRules:
    reader = framework._compiled_rules  # noqa: SLF001 - of a class of this module
    compiled = None if reader is None else reader.read(framework.content_digest, setting)
    return _lower_rules(framework, setting) if compiled is None else compiled


def _lower_rules(framework: Framework, setting: Setting) -> FrameworkRules:
    problems = Problems(read_object({}, framework.id))
    rules = lowering.lower_framework(framework.definition, framework.outline, setting, problems)
    problems.raise_errors()
    return rules


@lru_cache(maxsize=256)
def _rules_of_any_year(
    _framework: Framework, _stages: tuple[str, ...] | None, _populations: tuple[Population, ...] | None
) -> list[FrameworkRules]:
    """Return the list in which rules that name no school year are kept; it is empty at first."""
    return []
