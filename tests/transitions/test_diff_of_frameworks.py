"""Two frameworks compared: what a crosswalk calls the same is proved, the rest is told as its author relates it."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from test_diff import BASE, act
from test_diff_laws import pairs

import kiemdinh as kd
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.testing import frameworks
from kiemdinh.transitions import Diff
from snapshots import check_snapshot

WHY = {"en": "Because", "vi": "Vì vậy"}
INN = {**BASE, "framework": "org.example.inn", "source": {"document": "Inn rule", "in_force": "2020-01-01"}}


def relation(source, target=None, kind="equivalent-to"):
    ends = {key: end for key, end in (("from", source), ("to", target)) if end is not None}
    return {**ends, "is": kind, "why": WHY, "confidence": "high"}


def inn(rooms=(5, 20), large=100):
    """The hotel under other names: its figure is called beds, with bounds of its own."""
    data = json.loads(json.dumps(INN).replace('"rooms"', '"beds"'))
    levels = data["tree"][0]["parts"][0]["levels"]
    levels["one"][0]["met_if"]["at_least"], levels["two"][0]["met_if"]["at_least"] = rooms
    data["define"]["large"]["at_least"] = large
    return kd.load(data)


FIGURES = (relation("inputs/rooms", "inputs/beds"), relation("inputs/lift", "inputs/lift"))
OTHERS = tuple(relation(end, end) for end in ("1.1/one/b", "1.2/two", "2.1/one", "2.2/one"))


def compare(target, *relations, source=None):
    ends = {"from": BASE["framework"], "to": INN["framework"]}
    walk = {"kiemdinh": 1, "crosswalk": ends, "relations": list(relations)}
    return kd.diff(kd.load(BASE) if source is None else source, target, crosswalk=walk)


def kinds(diff):
    return {entry.at: (entry.kind, entry.proved) for entry in diff.entries if entry.keys or "/" in entry.at}


def check_witness(source, target, entry):
    """Each dossier is accepted by its framework and gives the levels that are told."""
    for witness in filter(None, (entry.witness, entry.counter_witness)):
        pairs = ((source, witness.dossier, witness.old_level), (target, witness.new_dossier, witness.new_level))
        for framework, dossier, level in pairs:
            result = kd.assess(framework, dossier, on=dossier["date"])
            assert (result.level and result.level.id) == level


class TestConditionsOverTheSameFigures:
    """4.8 Figures that it calls the same are one figure."""

    @pytest.mark.parametrize("said", ["equivalent-to", "subset-of", "superset-of", "intersects-with"])
    @pytest.mark.parametrize(("bound", "kind"), [(8, "tightened"), (3, "loosened")])
    def test_what_is_proved_stands_whatever_the_author_says(self, said, bound, kind):
        target = inn(rooms=(bound, 20))
        diff = compare(target, *FIGURES, relation("1.1/one/a", "1.1/one/a", said))
        (entry,) = [one for one in diff.entries if one.at == "1.1/one/a"]
        assert (entry.kind, entry.proved) == (kind, True)
        check_witness(kd.load(BASE), target, entry)

    def test_what_asks_the_same_has_another_id_at_most(self):
        diff = compare(
            inn(), *FIGURES, relation("1.1/one/a", "1.1/one/a"), relation("1.1/two/a", "1.1/two/a", "subset-of")
        )
        assert kinds(diff)["1.1/two/a"] == ("reworded", True)
        assert "1.1/one/a" not in kinds(diff)

    def test_without_common_figures_it_is_told_as_it_is_related(self):
        diff = compare(inn(rooms=(8, 20)), relation("1.1/one/a", "1.1/one/a", "superset-of"))
        (entry,) = diff.loosened
        assert (entry.at, entry.proved, entry.witness) == ("1.1/one/a", False, None)


class TestOutcomes:
    def test_all_is_related(self):
        target = inn(rooms=(8, 20))
        diff = compare(target, *FIGURES, *OTHERS)
        assert [(entry.kind, entry.at, entry.proved) for entry in diff.rules] == [
            ("tightened", "outcomes/class/one", True),
            ("renumbered", "outcomes/class/two", True),  # both ask for 20 rooms there
            ("tightened", "awards/sign", True),
        ]
        for entry in (diff.rules[0], diff.rules[2]):
            check_witness(kd.load(BASE), target, entry)
            assert "1.1/one/a" in entry.witness.new_lacks

    def test_the_same_in_both(self):
        diff = compare(inn(), *FIGURES, *OTHERS)
        assert {(entry.kind, entry.proved) for entry in diff.rules} == {("renumbered", True)}

    def test_the_author_says_that_the_target_asks_more_of_one_node(self):
        """Then it is not easier in any case; that it is harder for some is not shown, since nobody must lack it."""
        diff = compare(inn(), *FIGURES, *OTHERS[:2], relation("2.1/one", "2.1/one", "subset-of"), OTHERS[3])
        entry = diff.rules[0]
        assert (entry.kind, entry.proved, entry.witness, entry.counter_witness) == ("undecided", False, None, None)

    def test_one_direction_is_shown_where_the_other_is_open(self):
        """The garden and the desk are related by nobody, and the figures alone make it harder for some."""
        target = inn(rooms=(8, 20))
        entry = compare(target, *FIGURES).rules[0]
        assert (entry.kind, entry.proved, entry.counter_witness) == ("undecided", False, None)
        assert (entry.witness.old_level is None, entry.witness.new_level) == (False, None)
        check_witness(kd.load(BASE), target, entry)

    def test_nothing_is_related(self):
        assert {(entry.kind, entry.witness) for entry in compare(inn()).rules} == {("undecided", None)}

    def test_levels_that_a_relation_names(self):
        crossed = relation("outcomes/class/one", "outcomes/class/two", "equivalent-to")
        diff = compare(inn(), *FIGURES, *OTHERS, crossed)
        assert [(entry.kind, entry.at, entry.proved) for entry in diff.rules] == [
            ("tightened", "outcomes/class/one", True),
            ("removed", "outcomes/class/two", False),
            ("renumbered", "awards/sign", True),
            ("added", "outcomes/class/one", False),
        ]

    @pytest.mark.parametrize(
        ("ends", "code"),
        [
            (("outcomes/class/three", "outcomes/class/one"), "KD255"),
            (("outcomes/class/one", "1.1/one"), "KD256"),
            (("awards/sign", "awards/nothing"), "KD255"),
        ],
    )
    def test_results_that_there_are_not(self, ends, code):
        with pytest.raises(kd.InputError, match=code):
            compare(inn(), relation(*ends))


class TestForms:
    def test_it_is_read_back(self):
        source, target = kd.load(BASE), inn(rooms=(8, 20))
        diff = compare(target, *FIGURES, *OTHERS)
        again = Diff.from_dict(json.loads(diff.to_json()))
        assert (again, hash(again)) == (diff, hash(diff))
        assert again.attach(source, target).to_text("vi") == diff.to_text("vi")

    def test_the_page(self):
        more = (relation("1.1/two", "1.1/two", "superset-of"), relation("2.2/one/b", kind="none"))
        diff = compare(inn(rooms=(8, 25), large=50), *FIGURES, *OTHERS, *more)
        parts = [form(lang) for lang in ("en", "vi") for form in (diff.to_text, diff.to_markdown)]
        check_snapshot(Path(__file__).parent / "snapshots" / "diff-two-frameworks.txt", "\n=====\n".join(parts))

    def test_another_edition_is_compared_as_the_one_that_is_related(self):
        source = kd.apply(kd.load(BASE), act({"at": "2.1", "do": "renumber", "to": "2.9"}))
        diff = compare(inn(), relation("2.9", "2.1"), source=source)
        assert diff.old.edition == "org.example.hotel@2022-01-01"


def test_copies_are_not_changed_by_comparing():
    before = copy.deepcopy(BASE)
    compare(inn(), *FIGURES)
    assert before == BASE


def requirements(framework):
    return [node for node, info in framework.nodes.items() if info.is_requirement and not info.parts]


def relate_by_ids(old, new):
    """A crosswalk that calls figures and requirements of one id the same, where both frameworks have them."""
    recorded = allowed_entries(old).inputs.keys() & allowed_entries(new).inputs.keys()  # a parameter never is
    ends = [f"inputs/{name}" for name in sorted(recorded) if new.inputs[name] == old.inputs[name]]
    ends += [node for node in requirements(old) if node in requirements(new)]
    relations = [relation(end, end) for end in ends]
    return {"kiemdinh": 1, "crosswalk": {"from": old.id, "to": new.id}, "relations": relations}


def under_another_id(framework):
    return kd.load({**framework.source.data, "framework": "org.example.another"})


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@FEW
@given(frameworks())
def test_a_framework_and_its_copy_never_differ(old):
    """What is proved of two that ask the same is that they do."""
    new = under_another_id(old)
    for entry in kd.diff(old, new, crosswalk=relate_by_ids(old, new)).rules:
        assert (entry.kind, entry.witness, entry.counter_witness) in (
            ("renumbered", None, None),
            ("undecided", None, None),
        )


@FEW
@given(pairs())
def test_each_witness_is_accepted_by_its_framework_and_gets_what_is_told(pair):
    old, new = pair[0], under_another_id(pair[1])
    diff = kd.diff(old, new, crosswalk=relate_by_ids(old, new))
    for entry in diff.entries:
        assert not (entry.kind == "renumbered" and entry.witness)
        check_witness(old, new, entry)
    again = Diff.from_dict(json.loads(diff.to_json()))
    assert (again, hash(again)) == (diff, hash(diff))


def test_the_data_of_two_frameworks_fits_the_published_schema():
    import jsonschema

    from kiemdinh.data.transitions.diff_schema import schema_of_diff

    for relations in ((), FIGURES, (*FIGURES, *OTHERS)):
        jsonschema.validate(compare(inn(rooms=(8, 20)), *relations).to_dict(), schema_of_diff())


def test_nothing_about_a_school_is_said_where_the_budget_is_used_up():
    diff = kd.diff(
        kd.load(BASE),
        inn(rooms=(8, 20)),
        crosswalk={
            "kiemdinh": 1,
            "crosswalk": {"from": BASE["framework"], "to": INN["framework"]},
            "relations": [*FIGURES, *OTHERS],
        },
        budget=1,
    )
    assert not diff.search.complete
    assert not any(entry.proved for entry in diff.rules)
    assert "budget of 1 steps was used up" in diff.to_text("en")
