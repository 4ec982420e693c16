"""A zoo of definitions: faulty ones with all that lint says of them, and sound ones that only look faulty.

The first comments of each file say what is expected, and why: ``# expect: KD503 error 23:9``. ``zoo/expected.txt``
holds every message as a reader sees it; it is written anew with ``KIEMDINH_ZOO=write pytest tests/linter/test_zoo.py``,
so that a changed message is read before it is kept.
"""

import os
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.linter.code_pages import LINT_CODES
from kiemdinh.rules import MET
from kiemdinh.standards.definition import LadderAward, LadderOutcome

ZOO = Path(__file__).parent / "zoo"
FAULTY = sorted((ZOO / "faulty").glob("*.yaml"))
SOUND = sorted((ZOO / "sound").glob("*.yaml"))
EXPECTED = ZOO / "expected.txt"
PROVED = tuple(code for code in LINT_CODES if code < "KD530" or code == "KD560")


def named(path):
    return path.stem


@cache
def found(path):
    folder = f"{path.parent}{os.sep}"  # a hint names the file of another place
    return tuple(
        replace(finding, file=path.name, hint=finding.hint and finding.hint.replace(folder, ""))
        for finding in kd.lint(path)
    )


def expected(path):
    lines = re.findall(r"^# expect: (KD\d{3}) (error|warning|note) (\d+):(\d+)$", path.read_text("utf-8"), re.MULTILINE)
    return sorted((code, severity, int(line), int(column)) for code, severity, line, column in lines)


def said(path):
    return sorted((finding.code, finding.severity, finding.line, finding.column) for finding in found(path))


class TestFaulty:
    @pytest.mark.parametrize("path", FAULTY, ids=named)
    def test_exactly_what_is_wrong_is_found_where_it_stands(self, path):
        assert expected(path)
        assert said(path) == expected(path), "\n".join(map(str, found(path)))

    def test_every_code_of_lint_has_its_animal(self):
        seen = {code for path in FAULTY for code, *_ in expected(path)}
        assert set(LINT_CODES) - seen == set()

    def test_every_message_reads_as_it_was_reviewed(self):
        now = "\n\n".join(f"== {path.stem}\n" + "\n".join(map(str, found(path))) for path in FAULTY) + "\n"
        now = now.replace(f"{ZOO / 'faulty'}{os.sep}", "")
        if os.environ.get("KIEMDINH_ZOO") == "write":
            EXPECTED.write_text(now, encoding="utf-8")
        assert now == EXPECTED.read_text("utf-8")


class TestSound:
    @pytest.mark.parametrize("path", SOUND, ids=named)
    def test_nothing_is_wrong_with_what_looks_faulty(self, path):
        assert {severity for _, severity, *_ in said(path)} <= {"note"}, "\n".join(map(str, found(path)))
        assert said(path) == expected(path)


class Shown:
    """A finding beside its definition: what the thing at its place is, and what a dossier gives there."""

    def __init__(self, path, finding):
        self.framework = kd.load(path)
        self.path = path
        self.finding = finding
        parts = re.findall(r"\['([^']*)'\]|\[(\d+)\]|([^.\[\]]+)", finding.path)
        self.keys = [word or (int(index) if index else name) for word, index, name in parts]

    def of(self, dossier):
        return kd.assess(self.path, dossier)

    @property
    def witness(self):
        return self.of(self.finding.witness)

    @property
    def contrast(self):
        return self.of(self.finding.contrast)

    @property
    def node(self):
        """The innermost node that the place lies in."""
        inside = [info for info in self.framework.nodes.values() if tuple(self.keys[: len(info.path)]) == info.path]
        return max(inside, key=lambda info: len(info.path))

    @property
    def is_whole_rule(self):
        return self.keys[-1] in ("met_if", "if", "needs") or self.keys[-2:-1] == ["needs"]

    def holds(self, result):
        """Whether the node, level, label, award or loss at the place is certainly there."""
        kind, *inside = self.keys
        if kind == "tree":
            return self._of_node(result)
        if kind == "layers":  # the rule of all its nodes, of which the message names one
            return result.node(re.findall(r"can make '(\S+)' unmet", self.finding.message)[0]).truth is MET
        return self._of_outcome(result, *inside) if kind == "outcomes" else self._of_award(result, *inside)

    def _of_node(self, result):
        node, below = self.node, self.keys[len(self.node.path) :]
        if below[:1] == ["levels"]:
            steps = [step.id for step in self.framework.definition.scales[node.layer.scale].steps]
            return self._reaches(steps, below[1], result.node(node.id).guaranteed)
        return result.node(node.id).truth is MET

    def _of_outcome(self, result, index, key, at=None, *_):
        outcome = self.framework.outcomes[index]
        given = next(one for one in result.outcomes if one.id == outcome.id)
        if isinstance(outcome, LadderOutcome):
            steps = [step.id for step in self.framework.definition.scales[outcome.ladder].steps]
            return self._reaches(steps, at, given.guaranteed)
        label = outcome.cases[at].id if key == "cases" else outcome.otherwise.id
        return given.outcome is not None and given.outcome.id == label

    def _of_award(self, result, index, key, grade=None, *_):
        award = self.framework.awards[index]
        given = next(one for one in result.awards if one.id == award.id)
        if key == "lost_if":
            return given.loss is MET
        wanted = grade if isinstance(award, LadderAward) else None
        grades = {None if one.grade is None else one.grade.id: one.eligible for one in given.grades}
        return grades[wanted] is MET

    @staticmethod
    def _reaches(steps, step, level):
        return level is not None and level.id in steps[steps.index(step) :]


def out_of_reach(shown):
    assert not shown.holds(shown.witness)


def cannot_fail(shown):
    if shown.is_whole_rule:
        assert shown.holds(shown.witness)


def measured_and_decided(shown):
    (name,) = re.findall(r"what '(\S+)' can be", shown.finding.message)
    assert name in figures(shown.finding.witness)
    assert shown.witness.node(shown.node.id).determined


def both_measured(shown):
    assert figures(shown.finding.witness).keys() == set(re.findall(r"'(\S+)'", shown.finding.message))


def changes_nothing(shown):
    witness = shown.witness
    below = [info.id for info in shown.framework.nodes.values() if info.id.startswith(shown.node.id)]
    assert any(witness.node(name).truth is not MET for name in below)
    if shown.finding.contrast is not None:  # else a figure decides it, and others with it
        assert shown.finding.witness != shown.finding.contrast
        assert (witness.outcomes, witness.awards) == (shown.contrast.outcomes, shown.contrast.awards)


def enough_here_and_not_below(shown):
    witness = shown.witness
    if shown.keys[0] == "tree":
        assert witness.node(shown.node.id).truth is MET
        assert witness.level is None
    else:
        assert not shown.holds(witness)


def holds_by_the_other(shown):
    assert shown.holds(shown.witness)


def the_better_is_refused(shown):
    (name,) = re.findall(r"^'(\S+)'", shown.finding.message)
    one, two = (figures(dossier)[name] for dossier in (shown.finding.witness, shown.finding.contrast))
    if isinstance(one, dict):  # a figure of several years, compared in each of them or in all together
        assert one != two
        return
    higher = shown.framework.inputs[name].better == "higher"
    lost = "lost_if" in shown.keys
    assert (number(two) > number(one)) is (higher is not lost)
    if not lost:
        assert shown.holds(shown.witness)
        assert not shown.holds(shown.contrast)


def figures(dossier):
    return {**dossier.get("inputs", {}), **dossier["external"].get("inputs", {})}


def number(recorded):
    return Fraction(str(recorded).removesuffix("%"))


def better_and_lower(shown):
    lost = "lost_if" in shown.keys
    assert shown.holds(shown.witness) is not lost
    assert shown.holds(shown.contrast) is lost


def gained_and_lost(shown):
    award = shown.witness.awards[shown.keys[1]]
    assert award.loss is MET
    assert award.grades[0].eligible is MET


def ends_higher(shown):
    (level, higher) = re.findall(r"'([^']+)' of .* reaches '([^']+)'", shown.finding.message)[0]
    kind, index, *_ = shown.keys
    result = shown.witness
    if kind == "outcomes":
        given = result.outcomes[index].guaranteed.id
    else:
        given = [one.grade.id for one in result.awards[index].grades if one.eligible is MET][-1]
    assert given not in (None, level)
    assert shown.holds(result), higher


def another_entry(shown):
    label = re.findall(r"never has the label '(.+)' of", shown.finding.message)
    if label:
        award = shown.witness.awards[shown.keys[1]]
        assert award.grades[0].eligible is MET
        assert label[0] not in [one.id for one in shown.witness.outcomes[0].labels]
        return
    (name, above, word) = re.findall(r"so that '(\S+)' is (above )?(\S+)", shown.finding.message)[0]
    value = figures(shown.finding.witness)[name]
    assert number(value) <= number(word) if above else value != word


def not_the_first(shown):
    assert not shown.holds(shown.witness)


def between_two_bands(shown):
    label = re.findall(r"the label is '([^']+)'", shown.finding.message)[0]
    assert shown.witness.outcomes[shown.keys[1]].outcome.id == label


def in_both_bands(shown):
    label = re.findall(r"the earlier case '([^']+)'", shown.finding.message)[0]
    assert shown.witness.outcomes[shown.keys[1]].outcome.id == label


SHOWS = {
    "KD560": in_both_bands,
    "KD501": out_of_reach,
    "KD502": out_of_reach,
    "KD503": out_of_reach,
    "KD504": cannot_fail,
    "KD505": measured_and_decided,
    "KD506": both_measured,
    "KD507": out_of_reach,
    "KD508": out_of_reach,
    "KD520": changes_nothing,
    "KD521": enough_here_and_not_below,
    "KD522": holds_by_the_other,
    "KD523": the_better_is_refused,
    "KD524": better_and_lower,
    "KD525": gained_and_lost,
    "KD526": ends_higher,
    "KD527": another_entry,
    "KD528": not_the_first,
    "KD529": between_two_bands,
}


@pytest.mark.parametrize("code", PROVED)
def test_the_witness_shows_it(code):
    cases = [(path, finding) for path in FAULTY for finding in found(path) if finding.code == code]
    assert cases
    for path, finding in cases:
        assert finding.witness is not None, path.stem
        SHOWS[code](Shown(path, finding))


def test_only_what_is_proved_has_a_witness():
    with_one = {finding.code for path in FAULTY for finding in found(path) if finding.witness is not None}
    assert with_one == set(PROVED)
