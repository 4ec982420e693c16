"""A definition as written, and the questions that it answers without a school: scales, measures, sets."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from kiemdinh.testing.oracle.plain_school import OpenError
from kiemdinh.testing.oracle.plain_tree import PlainTree, scalar_text

__all__ = ["PlainDefinition", "PlainMeasure", "round_number"]

_YES_NO: Final = ("false", "true")


@dataclass(frozen=True, slots=True)
class PlainMeasure:
    """The way in which a literal becomes a number, so that it can be compared.

    A word becomes its place among ``words``, a date its ordinal (``is_date``), and a percentage a share of ``maximum``
    where there is one; any other literal is a number as it is written. A quantity in per cent (``in_percent``) is
    compared with a fraction of the whole: ``2/3`` is 200/3 per cent.

    Examples
    --------
    >>> PlainMeasure(words=("low", "high")).read("high"), PlainMeasure(maximum=Fraction(20)).read("50%")
    (Fraction(1, 1), Fraction(10, 1))
    """

    words: tuple[str, ...] = ()
    is_date: bool = False
    maximum: Fraction | None = None
    in_percent: bool = False

    def read(self, literal: str) -> Fraction:
        """Return *literal* as a number; raise ``ValueError`` where it does not fit the measure."""
        if self.words:
            return Fraction(self.words.index(literal)) if literal in self.words else Fraction(literal)
        if self.is_date:
            return Fraction(dt.date.fromisoformat(literal).toordinal())
        number = Fraction(literal.rstrip("%").strip())
        if self.in_percent and "/" in literal and not literal.endswith("%"):
            return number * 100
        return number * self.maximum / 100 if literal.endswith("%") and self.maximum is not None else number


class PlainDefinition:
    """A definition as written; *data* is the data of the YAML file, with fragments inserted."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    @cached_property
    def tree(self) -> PlainTree:
        """The tree, laid flat."""
        return PlainTree.of(self.data)

    def find_defined(self, name: Any) -> Any:
        """Return the condition or quantity of this name in ``define``; None where there is none.

        Names in ``define`` are used like names of inputs, so that every value is searched for here first.
        """
        return self.data.get("define", {}).get(scalar_text(name))

    # -- scales and measures -----------------------------------------------------------------------------------

    def steps_of_scale(self, name: Any) -> tuple[str, ...]:
        """Return the steps of a scale, lowest first."""
        return tuple(scalar_text(step["id"]) for step in self.data["scales"][scalar_text(name)]["steps"])

    def steps_of(self, written: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the steps of an outcome or award, lowest first; none where it has no ladder."""
        return self.steps_of_scale(written["ladder"]) if "ladder" in written else ()

    def measure_of(self, quantity: Mapping[str, Any], node: str | None) -> PlainMeasure:
        """Return the measure by which a literal is read that is compared with *quantity*.

        *node* is the node at which the comparison is read; ``its: points`` and ``its: rating`` have a meaning only at a
        node.
        """
        if "value" in quantity or "change" in quantity:
            name = quantity.get("value", quantity.get("change"))
            defined = self.find_defined(name)
            return self.measure_of_input(name) if defined is None else self.measure_of(defined, node)
        if quantity.get("its") == "points":
            return PlainMeasure(maximum=Fraction(scalar_text(self.tree.nodes[node or ""].written.get("points", 0))))
        if quantity.get("its") in ("rating", "finding"):
            return self._measure_of_scale(self.tree.nodes[node or ""].layer.get("scale"))
        return PlainMeasure()

    def measure_of_input(self, name: Any) -> PlainMeasure:
        """Return the measure of an input: its values are words, dates, or numbers.

        Yes and no are words with an order, *no* below *yes*.
        """
        written = self.data["inputs"][scalar_text(name)]
        kind = written["type"]
        if kind in ("yes_no", "decision"):
            return PlainMeasure(_YES_NO)
        if kind == "choice":
            choices = (choice["id"] if isinstance(choice, Mapping) else choice for choice in written["choices"])
            return PlainMeasure(tuple(map(scalar_text, choices)))
        if kind == "scale":
            return self._measure_of_scale(written["scale"])
        return PlainMeasure(is_date=kind == "date", in_percent=scalar_text(written.get("unit")) == "percent")

    def value_of_parameter(self, name: str) -> Any:
        """Return the value of a parameter as written.

        Raises
        ------
        OpenError
            It is not set (semantics 7.7).
        """
        value = self.data["parameters"][name].get("default")
        if value is None:
            raise OpenError
        return value["is"] if isinstance(value, Mapping) else value

    def _measure_of_scale(self, name: Any) -> PlainMeasure:
        """Return the measure of a rating: a word counts by its place on the scale, a number with its maximum."""
        if name is None:
            return PlainMeasure()
        scale = self.data["scales"][scalar_text(name)]
        if "steps" not in scale:
            return PlainMeasure(maximum=Fraction(scalar_text(scale["to"])))
        below = (scalar_text(scale["not_reached"]["id"]),) if "not_reached" in scale else ()
        return PlainMeasure((*below, *self.steps_of_scale(name)))

    # -- other frameworks --------------------------------------------------------------------------------------

    def steps_elsewhere(self, of: str) -> tuple[str, ...]:
        """Return the steps of an outcome or award of another framework, lowest first.

        Raises
        ------
        OpenError
            The definition does not have the steps: they come from the other framework.
        """
        scale = self._reference(of).get("scale", ())
        return tuple(scalar_text(step["id"] if isinstance(step, Mapping) else step) for step in scale)

    def has_labels(self, of: str) -> bool:
        """Return whether the words of an outcome of another framework are labels without an order."""
        return scalar_text(self._reference(of).get("labels", "false")) in ("true", "yes")

    def _reference(self, of: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] | None = self.data.get("references", {}).get(of)
        if found is None:
            raise OpenError
        return found

    # -- sets ----------------------------------------------------------------------------------------------------

    def set_named(self, name: Any) -> Mapping[str, Any]:
        """Return the set of that name as written.

        It is empty where *name* is a layer, a year or a stage: these are sets without being declared.
        """
        found: Mapping[str, Any] = self.data.get("sets", {}).get(scalar_text(name), {})
        return found

    def effect_of_not_applicable(self, name: Any) -> str:
        """Return what happens to a member of a set that does not apply.

        The answer is ``drop``, ``met`` or ``unmet``, or a number with which the member counts: as the set says, or else
        its layer; otherwise it drops out (semantics 1.7).
        """
        written = self.set_named(name)
        layers = (layer for layer in self.data["layers"] if layer["id"] == written.get("among", name))
        layer: Mapping[str, Any] = next(layers, {})
        return scalar_text(written.get("not_applicable", layer.get("not_applicable", "drop")))

    def has_member(self, written: Mapping[str, Any], node: str) -> bool:
        """Return whether the tags of *node* and the exceptions of a set let the node in.

        It carries all tags of ``tagged`` and none of ``untagged``. Tags are those of the node itself, not of its
        parent.
        """
        tags = [scalar_text(tag) for tag in self.tree.nodes[node].written.get("tags", ())]
        wanted, unwanted = (_list_words(written.get(key, ())) for key in ("tagged", "untagged"))
        if not all(tag in tags for tag in wanted) or any(tag in tags for tag in unwanted):
            return False
        return node not in map(scalar_text, written.get("except", ()))

    def school_years(self, written: Mapping[str, Any], date: dt.date) -> Iterator[str]:
        """Yield the school years of a set on *date*, the oldest first, as ``2025-2026`` (semantics 4.5).

        The last of them has ended by *date*; if the set includes the running year, it is the latest that has begun.
        """
        stated = {key: scalar_text(text) for key, text in self.data.get("school_year", {}).items()}
        begins = stated.get("begins", "01-01")
        newest = date.year
        if scalar_text(written.get("running", "false")) == "true":
            newest -= f"{date:%m-%d}" < begins
        elif "ended_by" in stated:
            # It ends in the year after it began, unless the day comes later in the year than the beginning.
            newest -= stated["ended_by"] <= begins
            newest -= f"{date:%m-%d}" < stated["ended_by"]
        else:
            # It ends the day before the next begins; so the day after *date* tells whether it has ended.
            following = date + dt.timedelta(days=1)
            newest = following.year - (1 if f"{following:%m-%d}" >= begins else 2)
        for back in reversed(range(int(scalar_text(written["last"])))):
            yield f"{newest - back}-{newest - back + 1}"


def _list_words(written: Any) -> list[str]:
    """Return the words of a list; a single word counts as a list of one."""
    return [scalar_text(word) for word in (written if isinstance(written, list | tuple) else [written])]


def round_number(value: Fraction, written: Mapping[str, Any]) -> Fraction:
    """Return *value* rounded to a number of digits; ``half`` says how a half is rounded (semantics 1.5).

    Examples
    --------
    >>> [str(round_number(Fraction("2.5"), {"digits": 0, "half": half})) for half in ("away", "even", "up", "down")]
    ['3', '2', '3', '2']
    """
    unit = Fraction(10) ** -int(scalar_text(written["digits"]))
    scaled = value / unit
    low = math.floor(scaled)
    beyond = scaled - low
    if beyond != Fraction(1, 2):
        return (low + (beyond > Fraction(1, 2))) * unit
    goes_up = {"away": scaled > 0, "even": low % 2 == 1, "up": True, "down": False}[written["half"]]
    return (low + goes_up) * unit
