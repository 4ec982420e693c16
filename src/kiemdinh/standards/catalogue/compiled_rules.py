"""Rules of bundled frameworks in lowered form: written when the wheel is built, and read in place of lowering.

A file has the rules of one edition in the settings that schools usually have. Rules can name school years, so they are
lowered for one year of reference. The pickle has each text with a school year in parts, from which the text with the
year of the school is made when it is read. In any other setting, and for any other definition, rules are lowered when
they are needed.
"""

from __future__ import annotations

import datetime as dt
import io
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from sys import intern
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.rules import Term
from kiemdinh.standards import lowering
from kiemdinh.standards.catalogue.files import catalogue_folder, read_compiled, write_compiled
from kiemdinh.standards.catalogue.pickling import FormPickler, pickle_form
from kiemdinh.standards.definition import Definition
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.lowering import DEFAULT_SETTING, FrameworkRules, Setting, name_school_year

__all__ = ["BundledRules", "compile_rules"]

_RULES: Final = ".rules"
"""The end of the name of the file with the rules."""
_REFERENCE: Final = 9000
"""The last school year in compiled rules: far from every year that a text of a framework names."""
_YEAR: Final = r"\b(8[5-9]\d\d|9[0-4]\d\d)-\d{4}\b"
"""The name of a school year near the year of reference."""


class BundledRules(NamedTuple):
    """The compiled rules of an edition of a bundled framework, read when a school asks for them."""

    name: str

    def read(self, content_digest: str, setting: Setting) -> FrameworkRules | None:
        """Return the rules in a setting; None where they are not compiled, or those of another definition are."""
        compiled = read_compiled(self.name + _RULES, catalogue_folder())
        if compiled is None or not compiled.is_of({"definition": content_digest}):
            return None
        found: dict[object, bytes] = pickle.loads(compiled.content)  # noqa: S301 - our own file, installed with this one
        content = found.get(setting.window)
        if content is None:
            return None
        rules: FrameworkRules = _RulesUnpickler(content, setting.last_year).load()
        return replace(rules, setting=setting, totals=MappingProxyType(rules.totals))


def compile_rules(name: str, framework: Framework) -> dict[str, bytes]:
    """Return the file of the compiled rules of an edition of a bundled framework, by its name."""
    kept: dict[bytes, bytes] = {}
    rules: dict[object, bytes] = {}
    for setting in _list_settings(framework.definition):
        content = _pickle_rules(framework, setting)
        # Equal rules become one object, which is pickled once.
        rules[setting.window] = kept.setdefault(content, content)
    made_of = {"definition": framework.content_digest}
    return {name + _RULES: write_compiled(made_of, pickle_form(rules))}


def _list_settings(definition: Definition) -> Iterator[Setting]:
    """Yield the settings that schools usually have, in the year of reference.

    In these the stages of a school are not named, or they follow one another.
    """
    stages = [stage.id for stage in definition.subject.stages]
    runs = [tuple(stages[start:end]) for end in range(1, len(stages) + 1) for start in range(end)]
    for later in _count_begun_years(definition):
        for run in (None, *runs):
            yield Setting(run, _REFERENCE, _REFERENCE + later)


def _count_begun_years(definition: Definition) -> list[int]:
    """Return the possible numbers of school years begun since the last one that has ended, the fewest first."""
    first = dt.date(_REFERENCE, 1, 1)
    on_days = (Setting.on(definition, None, first + dt.timedelta(days)) for days in range(366))
    return sorted({on.begun_year - on.last_year for on in on_days if on.begun_year is not None})


def _pickle_rules(framework: Framework, setting: Setting) -> bytes:
    problems = Problems(read_object({}, framework.id))
    rules = lowering.lower_framework(framework.definition, framework.outline, setting, problems)
    problems.raise_errors()
    # Without their setting, so that rules that are alike in two settings are kept once.
    return pickle_form(replace(rules, setting=DEFAULT_SETTING, totals=dict(rules.totals)), _RulesPickler)


class _RulesPickler(FormPickler):
    """Pickles rules so that they can be read for any school year, and to the same bytes each time.

    Equal terms become one object, which is made once when they are read, and found quickly.
    """

    def __init__(self, content: io.BytesIO) -> None:
        super().__init__(content)
        self._terms: dict[Term, Term] = {}

    def reducer_override(self, obj: Any) -> Any:
        """Return the class of a term and its arguments, the terms among them shared."""
        if isinstance(obj, Term):
            return type(obj), tuple(map(self._share_terms, obj.fields()))
        return super().reducer_override(obj)

    def _share_terms(self, argument: Any) -> Any:
        if isinstance(argument, Term):
            return self._terms.setdefault(argument, argument)
        return tuple(map(self._share_terms, argument)) if isinstance(argument, tuple) else argument

    def persistent_id(self, obj: Any) -> tuple[str, Any] | None:
        """Return what is pickled in place of a text that names a school year, or of a set; None for all else."""
        if isinstance(obj, frozenset):
            return "set", sorted(obj)
        found = re.search(_YEAR, obj) if isinstance(obj, str) else None
        if found is None:
            return None
        return "year", (obj[: found.start()], int(found[1]) - _REFERENCE, obj[found.end() :])


class _RulesUnpickler(pickle.Unpickler):
    """Reads rules whose texts name school years, counted from the last one that has ended."""

    def __init__(self, content: bytes, last_year: int) -> None:
        super().__init__(io.BytesIO(content))
        self.last_year = last_year

    def persistent_load(self, pid: tuple[str, Any]) -> frozenset[Any] | str:
        """Return the set or text that :meth:`_RulesPickler.persistent_id` replaced, with the school's own years."""
        kind, content = pid
        if kind == "set":
            return frozenset(content)
        before, later, after = content
        # Interned, since equal names are looked up more quickly where they are one object.
        return intern(f"{before}{name_school_year(self.last_year + later)}{after}")
