"""The verb ``kd.carry_over``: a dossier under a new framework, made of one under an old framework (4.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.data.transitions import SeveralSources
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_required_date
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.catalogue import load
from kiemdinh.transitions.carrying.carried_over import CarriedOver
from kiemdinh.transitions.carrying.draft import write_draft
from kiemdinh.transitions.carrying.figures import carry_figures
from kiemdinh.transitions.carrying.findings import carry_findings
from kiemdinh.transitions.carrying.items import carry_items
from kiemdinh.transitions.carrying.mapping import RecordMapping, find_mapping
from kiemdinh.transitions.carrying.opening import AnyDossier, BaseDossier, OldDossier, open_base, open_old
from kiemdinh.transitions.carrying.parcel import Parcel
from kiemdinh.transitions.carrying.particulars import carry_awards, carry_school, join_schools
from kiemdinh.transitions.carrying.raised import find_raised
from kiemdinh.transitions.carrying.texts import carry_texts

if TYPE_CHECKING:
    from kiemdinh.data.transitions import RaisedLevel
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks import AnyCrosswalk

__all__ = ["carry_over", "carry_over_opened", "carry_records"]

LevelFinder: TypeAlias = "Callable[[Framework, Dossier, Dossier, dt.date], tuple[RaisedLevel, ...]]"
"""A function that finds the lifted levels, given a framework, the dossiers before and after, and the day."""


def carry_over(
    old: AnyDossier,
    *,
    to: AnyFramework,
    on: dt.date | str,
    into: AnyDossier | None = None,
    crosswalk: AnyCrosswalk | None = None,
    framework: AnyFramework | None = None,
    lang: str | None = None,
) -> CarriedOver:
    """Make the draft of a dossier under a new framework from the records of an old dossier (semantics 4.7).

    Findings become unknown, *to confirm*, at the criteria to which their own criteria are related. Items of evidence
    keep their codes and get new ones. Figures are carried where the crosswalk calls the measure the same; awards stay
    awards of the old framework. Records of *into* stay as they are, and repeating a carry-over changes nothing.

    Parameters
    ----------
    old
        The old dossier: a ``Path``, its text, plain data, or a dossier that was read.
    to
        The new framework: a bundled id, or any form that :func:`kiemdinh.load` takes.
    on
        The day of the new dossier, which also picks the editions of the new framework.
    into
        A dossier under the new framework into which records are carried; None for an empty one.
    crosswalk
        How the two frameworks relate, as :func:`kiemdinh.load_crosswalk` takes it; None for the bundled crosswalk.
    framework
        The framework of the old dossier; None for the one that it names.
    lang
        The language of comments in the draft, ``vi`` or ``en``; None for that of the new framework.

    Raises
    ------
    InputError
        With every problem of a dossier or crosswalk; where there is no crosswalk between the two frameworks or it goes
        another way (KD260); where *into* is of another framework, another school or a later day (KD261).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> old = {"framework": "vn.tt18-2018", "date": "2026-05-30", "findings": {"1.1": "muc-2", "1.3": "muc-1"}}
    >>> carried = kd.carry_over(old, to="vn.tt57-2026.pho-thong", on="2027-06-30", lang="en")
    >>> [record.id for record in carried.carried], [record.id for record in carried.unmapped]
    (['1.1'], ['1.3'])
    >>> kd.assess("vn.tt57-2026.pho-thong", carried.dossier).node("1.1").reasons
    ('to confirm',)
    """
    day = read_required_date(on, "on")
    target = load(to, on=day)
    return carry_over_opened(open_old(old, framework), target, day, open_base(into, target, day), crosswalk, lang=lang)


def carry_over_opened(
    old: OldDossier,
    target: Framework,
    on: dt.date,
    base: BaseDossier,
    crosswalk: AnyCrosswalk | None = None,
    *,
    lang: str | None = None,
    named: str | None = None,
) -> CarriedOver:
    """Carry over the records of a dossier that was read; the arguments are those of :func:`carry_over`.

    *named* is the value of ``framework:`` in the draft, such as the path of a file; None for the id.

    Raises
    ------
    InputError
        There is no such crosswalk, or the dossiers are of two schools.
    """
    mapping = find_mapping(old.framework, target, crosswalk)
    done, draft = carry_records(old, mapping, on, base, lang=lang)
    return replace(done, dossier=write_draft(done, replace(draft, framework=named or target.id), base))


def carry_records(
    old: OldDossier,
    mapping: RecordMapping,
    on: dt.date,
    base: BaseDossier,
    *,
    lang: str | None = None,
    find_levels: LevelFinder = find_raised,
) -> tuple[CarriedOver, Dossier]:
    """Return the result of a carry-over without the text of the draft, and the new dossier.

    *find_levels* finds the levels that are lifted, as :func:`find_raised` does.

    Raises
    ------
    InputError
        The dossiers are of two schools.
    """
    school = join_schools(old.dossier.school, base.dossier.school, mapping.target)
    parcel = Parcel(old, base, mapping, on, school)
    carry_school(parcel)
    carry_findings(parcel)
    carry_items(parcel)
    carry_figures(parcel)
    carry_awards(parcel)
    carry_texts(parcel)
    draft = _make_draft(parcel)
    return _conclude(parcel, draft, lang, find_levels), draft


def _make_draft(parcel: Parcel) -> Dossier:
    base = parcel.base.dossier
    evidence = base.evidence
    if parcel.items:
        evidence = FrozenMap({**(base.evidence or {}), **{item.code: item for item in parcel.items}})
    return replace(
        base,
        school=parcel.school,
        date=parcel.on,
        evidence=evidence,
        findings=(*base.findings, *parcel.findings),
        values=(*base.values, *parcel.values),
        held=(*base.held, *parcel.held),
        texts=FrozenMap({**base.texts, **parcel.texts}),
        warnings=(),
    )


def _conclude(parcel: Parcel, draft: Dossier, lang: str | None, find_levels: LevelFinder) -> CarriedOver:
    target = parcel.mapping.target
    lifts = any(record.kind != "finding" for record in parcel.carried)
    base = replace(parcel.base.dossier, date=parcel.on)
    return CarriedOver(
        source=parcel.old.framework.edition,
        target=target.edition,
        on=parcel.on,
        dossier="",
        carried=tuple(parcel.carried),
        # Findings alone never raise a level.
        raised=find_levels(target, base, draft, parcel.on) if lifts else (),
        unmapped=tuple(parcel.unmapped.values()),
        without_source=_list_without_source(target, draft),
        several_sources=_list_several(parcel),
        unused=tuple(parcel.unused),
        language=target.language if lang is None else lang,
        in_force=target.definition.source.in_force,
        until=target.definition.source.until,
    )


def _list_without_source(target: Framework, draft: Dossier) -> tuple[str, ...]:
    """Return the criteria of the new framework with no record about them or about any node below them."""
    forms = allowed_entries(target).nodes
    touched = {one.node for one in draft.findings}
    touched |= {above for node in touched for above in target.outline.ancestors_of(node)}
    judged = (node for node, info in target.nodes.items() if info.layer is not None and forms[node].kind is not None)
    return tuple(node for node in judged if node not in touched)


def _list_several(parcel: Parcel) -> tuple[SeveralSources, ...]:
    made = [one for one in parcel.carried if one.kind in ("finding", "figure")]
    sources: dict[str, dict[str, None]] = {}
    for one in made:
        sources.setdefault(one.id, {}).update(dict.fromkeys(one.sources))
    return tuple(SeveralSources(node, tuple(found)) for node, found in sources.items() if len(found) > 1)
