"""A loaded framework (bộ tiêu chuẩn): immutable, picklable, safe to share between threads."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.standards.definition import Award, Definition, InputDef, LadderOutcome, NodeInfo, Outcome, Outline
from kiemdinh.standards.loading.fragments import MergedSource
from kiemdinh.standards.lowering import FrameworkRules, Setting, last_school_year, lower_framework

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Framework", "digest_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """A framework as loaded: its definition, the tree laid flat, and the digest of what it says.

    Two frameworks are equal if their digests are.

    Attributes
    ----------
    definition
        What its file says.
    outline
        The tree laid flat.
    digest
        ``sha256:…`` of what the definition says, whatever its file looks like (7.1).
    warnings
        What the loader found and could live with.
    source
        Knows where in its files each part stands; None where that is not known.
    """

    definition: Definition
    outline: Outline
    digest: str
    warnings: tuple[Diagnostic, ...] = ()
    source: MergedSource | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Framework) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Framework {self.id}>"

    @property
    def id(self) -> str:
        """The id of the framework, such as ``vn.tt57-2026.pho-thong``."""
        return self.definition.framework

    @property
    def nodes(self) -> Mapping[str, NodeInfo]:
        """Every node of the tree by its id, in the order of the file."""
        return self.outline.nodes

    @property
    def inputs(self) -> Mapping[str, InputDef]:
        """The declared inputs by name."""
        return self.definition.inputs

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes in the order of the file; the first is the main one, that ``level`` speaks of."""
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

    def edition_holds(self, law_date: dt.date) -> bool:
        """Return whether the edition is in force on a day: from its first to the day before it is replaced (4.2).

        An edition that does not state its first or last day has none.

        >>> import datetime as dt
        >>> import kiemdinh as kd
        >>> kd.catalogue()[3].load().edition_holds(dt.date(2026, 7, 6))
        False
        """
        source = self.definition.source
        begun = source.in_force is None or source.in_force <= law_date
        return begun and (source.until is None or law_date < source.until)

    def title(self, lang: str) -> str:
        """Return the title of the framework in a language, else in another one, else its id.

        >>> import kiemdinh as kd
        >>> kd.catalogue()[1].load().title("en")
        'Quality assurance of continuing education'
        """
        return self.definition.text_in(lang) or self.id

    def rules(self, stages: tuple[str, ...] | None, evidence_date: dt.date) -> FrameworkRules:
        """Return the rules as conditions over named facts, for a school's stages and the date of its evidence.

        *stages* is None for a dossier that names none. Rules are kept: for the next school of the same stages in the
        same school year they cost a look-up.

        >>> import datetime as dt
        >>> import kiemdinh as kd
        >>> rules = kd.catalogue()[3].load().rules(None, dt.date(2026, 9, 30))
        >>> next(iter(rules.definitions))
        '1.1/muc-1'
        """
        return _lower_rules(self, Setting(stages, last_school_year(self.definition, evidence_date)))

    def graph(self) -> nx.DiGraph[str]:
        """Return what reads what, as a graph of networkx that is yours to change.

        Its keys are ``1.3`` (a node), ``1.3/muc-1`` (a step of a criterion), ``input:ID``, ``set:ID``,
        ``quantity:ID`` (what ``define`` names), ``outcome:ID`` and ``award:ID``. Each has the attributes ``kind``
        (*node, step, input, set, quantity, outcome, award*), ``titles`` (text by language) and ``cite`` (the article,
        its own or inherited; None without one). An edge goes from what reads to what is read and has
        ``kind="reads"``. It is built anew at each call, in time that grows with the size of the definition.

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


@lru_cache(maxsize=256)  # a framework is found by its digest, a school's setting by stages and school year
def _lower_rules(framework: Framework, setting: Setting) -> FrameworkRules:
    problems = Problems(read_object({}, framework.id))
    rules = lower_framework(framework.definition, framework.outline, setting, problems)
    problems.raise_errors()
    return rules


def digest_of(definition: Definition) -> str:
    """Return the digest of what a definition says, whatever its file looks like (7.1).

    The order of keys, comments, line breaks and values that are the default anyway make no difference.
    """
    data = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
