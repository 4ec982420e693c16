"""Amendments: dated changes to an edition, each of which gives a new one."""

import datetime as dt
import pickle

import pytest
import yaml

import kiemdinh as kd

BASE = """
kiemdinh: 1
framework: org.example.hotel
source: {document: Rule 1, in_force: 2020-01-01}
subject: {kind: hotel}
certainty: confirmed
scales:
  stars: {steps: [{id: one}, {id: two}]}
layers:
  - {id: group}
  - {id: item, in: group, verdict: level, scale: stars, no_text: carries}
inputs:
  rooms: {type: number, unit: rooms, en: Rooms}
sets:
  others: {among: item, except: ["2.1"]}
tree:
  - id: "1"
    en: House
    cite: Article 1
    parts:
      - id: "1.1"
        en: Rooms
        cite: Article 1 (1)
        levels:
          one:
            - {id: a, en: At least 5 rooms, met_if: {value: rooms, at_least: 5}}
            - {id: b, en: Beds are made}
          two:
            - {id: a, en: At least 20 rooms, met_if: {value: rooms, at_least: 20}}
  - id: "2"
    en: Service
    parts:
      - {id: "2.1", en: Desk, levels: {one: [{id: a, en: A desk is open}]}}
      - {id: "2.2", en: Breakfast, levels: {one: [{id: a, en: There is breakfast}, {id: b, en: There is tea}]}}
outcomes:
  - id: class
    ladder: stars
    needs:
      one: {every: item, that: {its: level, at_least: one}}
      two: {every: others, that: {its: level, at_least: two}}
awards:
  - {id: sign, needs: {outcome: class, at_least: one}, valid: 3 years, law: {valid: {cite: Article 9}}}
"""


def act(*changes, day="2022-01-01", document="Rule 2", **more):
    return {
        "kiemdinh": 1,
        "amends": "org.example.hotel",
        "source": {"document": document, "in_force": day},
        "changes": list(changes),
        **more,
    }


def change(at, do, to=None, **more):
    return {"at": at, "do": do, **({} if to is None else {"to": to}), **more}


@pytest.fixture(scope="module")
def base():
    return kd.load(text=BASE)


def applied(*changes, **more):
    return kd.apply(kd.load(text=BASE), act(*changes, **more))


def problems(*changes, **more):
    with pytest.raises(kd.InputError) as caught:
        applied(*changes, **more)
    return [(d.code, d.path) for d in caught.value.diagnostics]


class TestEachKindOfChange:
    """4.2 An amendment is a list of changes: add, replace, remove, renumber, retitle, suspend, resume, move."""

    def test_what_is_removed_is_not_asked_any_more(self, base):
        later = applied(change("1.1/one/b", "remove", cite="Article 3"))
        assert "1.1/one/b" in base.nodes
        assert "1.1/one/b" not in later.nodes
        findings = {"2.1": "one", "2.2": "one", "1.1/one/b": "unmet"}
        school = {"findings": {k: v for k, v in findings.items() if k in later.nodes}, "inputs": {"rooms": 6}}
        assert kd.assess(later, school, on="2023-01-01").level.id == "one"

    def test_it_keeps_its_name_with_the_act_that_took_it_away(self):
        (noted,) = applied(change("1.1/one/b", "remove", cite="Article 3")).acts
        assert (noted.at, noted.do, noted.act) == ("1.1/one/b", "remove", "Rule 2, Article 3")
        assert (noted.was.en, noted.in_force) == ("Beds are made", dt.date(2022, 1, 1))

    def test_a_whole_level_is_removed_and_its_lower_level_carries(self):
        later = applied(change("1.1/two", "remove"))
        assert list(later.nodes["1.1"].levels) == ["one"]

    def test_a_requirement_is_added_to_a_level_that_has_none(self):
        later = applied(change("2.1/two", "add", {"id": "a", "en": "Open at night"}, cite="Article 4"))
        assert later.nodes["2.1"].levels["two"] == ("2.1/two/a",)
        assert later.nodes["2.1/two/a"].citation.cite == "Rule 2, Article 4"

    def test_a_node_and_an_input_are_added(self):
        item = {"id": "2.3", "en": "Lift", "levels": {"one": [{"id": "a", "met_if": {"value": "lift", "is": "true"}}]}}
        lift = {"lift": {"type": "yes_no", "en": "There is a lift"}}
        later = applied(change("2", "add", item), change("inputs", "add", lift))
        assert [node for node in later.nodes if node.startswith("2.3")] == ["2.3", "2.3/one/a"]
        assert later.inputs["lift"].en == "There is a lift"

    def test_what_is_replaced_cites_its_own_article_and_the_act(self):
        new = {"id": "a", "cite": "Article 1 (1) a", "met_if": {"value": "rooms", "at_least": 6}}
        later = applied(change("1.1/one/a", "replace", new, cite="Article 2", certainty="inferred"))
        citation = later.nodes["1.1/one/a"].citation
        assert (citation.cite, citation.certainty) == ("Article 1 (1) a (Rule 2, Article 2)", "inferred")

    def test_what_is_replaced_and_cites_nothing_cites_what_stood_there(self):
        later = applied(change("1.1/one/b", "replace", {"id": "b", "en": "Beds are fresh"}))
        assert later.nodes["1.1/one/b"].citation.cite == "Article 1 (1) (Rule 2)"

    def test_a_term_of_an_award_states_its_law(self):
        award = applied(
            change("awards/sign/valid", "replace", "2 years", cite="Article 5", certainty="unverified")
        ).awards[0]
        assert str(award.valid) == "2 years"
        assert (award.law["valid"].cite, award.law["valid"].certainty) == (
            "Article 9 (Rule 2, Article 5)",
            "unverified",
        )

    def test_renumbering_rewrites_references(self, base):
        later = applied(change("2.1", "renumber", "2.9"))
        assert later.definition.sets["others"].except_ == ("2.9",)
        assert "2.9/one/a" in later.nodes
        assert base.definition.sets["others"].except_ == ("2.1",)
        (noted,) = later.acts
        assert (noted.at, noted.to) == ("2.1", "2.9")

    def test_only_the_title_changes(self):
        later = applied(change("2.1", "retitle", {"en": "Reception", "vi": "Lễ tân"}))
        node = later.nodes["2.1"].node
        assert (node.en, node.vi, len(node.levels)) == ("Reception", "Lễ tân", 1)
        assert later.acts[0].was.en == "Desk"

    def test_a_title_is_not_kept_in_a_language_that_the_act_does_not_give(self):
        assert applied(change("2.1", "retitle", {"vi": "Lễ tân"})).nodes["2.1"].node.texts == ("Lễ tân",)

    def test_renumbering_two_nodes_crosswise(self):
        later = applied(change("2.1", "renumber", "2.2"), change("2.2", "renumber", "2.1"))
        assert [later.nodes[node].node.en for node in ("2.1", "2.2")] == ["Breakfast", "Desk"]
        assert later.definition.sets["others"].except_ == ("2.2",)

    def test_renumbering_a_node_and_what_stands_in_it(self):
        data = kd.load(text=BASE)
        said = {"at": "2.1/one/a", "digest": data.node_digest("2.1/one/a"), "role": "r", "on": "2021-01-01"}
        file = {"kiemdinh": 1, "confirms": data.id, "confirmations": [{**said, "document": "Rule 1"}]}
        base = kd.load(data, confirmations=file)
        both = act(change("2.1", "renumber", "2.9"), change("2.1/one/a", "renumber", "z"))
        later = kd.apply(base, both)
        assert "2.9/one/z" in later.nodes
        assert [one.at for one in later.definition.confirmations] == ["2.9/one/z"]

    def test_where_the_last_requirement_goes_the_level_has_no_text(self):
        """4.2 A level that loses all that it asks has no text (2.3)."""
        for do in ("remove", "suspend"):
            later = applied(change("1.1/two/a", do))
            assert list(later.nodes["1.1"].levels) == ["one"]
        back = kd.apply(later, act(change("1.1/two/a", "resume"), day="2023-01-01"))
        assert back.nodes["1.1"].levels["two"] == ("1.1/two/a",)

    def test_what_is_suspended_goes_along_with_what_it_stands_in(self):
        without = applied(change("2.2/one/a", "suspend"))
        later = kd.apply(without, act(change("2.2", "renumber", "2.8"), day="2023-01-01"))
        back = kd.apply(later, act(change("2.8/one/a", "resume"), day="2024-01-01"))
        assert back.nodes["2.8"].levels["one"] == ("2.8/one/a", "2.8/one/b")

    def test_it_does_not_come_back_into_another_text(self):
        without = applied(change("2.2/one/a", "suspend"))
        new = {"id": "2.2", "en": "Food", "levels": {"one": [{"id": "q", "en": "There is food"}]}}
        later = kd.apply(without, act(change("2.2", "replace", new), day="2023-01-01"))
        with pytest.raises(kd.InputError, match="is not suspended"):
            kd.apply(later, act(change("2.2/one/a", "resume"), day="2024-01-01"))

    def test_a_list_of_names_is_replaced(self):
        assert applied(change("sets/others/except", "replace", ["2.2"])).definition.sets["others"].except_ == ("2.2",)

    def test_what_is_suspended_comes_back_where_it_stood(self, base):
        without = applied(change("2.2/one/a", "suspend"))
        assert without.nodes["2.2"].levels["one"] == ("2.2/one/b",)
        back = kd.apply(without, act(change("2.2/one/a", "resume"), day="2023-01-01", document="Rule 3"))
        assert back.nodes["2.2"].levels == base.nodes["2.2"].levels
        assert [noted.do for noted in back.acts] == ["suspend", "resume"]

    def test_replacing_ends_a_suspension(self):
        without = applied(change("2.2/one/a", "suspend"))
        new = act(change("2.2/one/a", "replace", {"id": "a", "en": "Breakfast is warm"}), day="2023-01-01")
        back = kd.apply(without, new)
        assert back.nodes["2.2"].levels["one"] == ("2.2/one/a", "2.2/one/b")
        assert back.nodes["2.2/one/a"].node.en == "Breakfast is warm"

    def test_what_an_act_says_besides_is_kept_in_words(self):
        later = applied(
            change("2.1", "retitle", {"en": "Reception"}), unread=[{"en": "New forms", "cite": "Article 7"}]
        )
        assert [(noted.do, noted.was.en, noted.cite) for noted in later.acts][1:] == [
            ("unread", "New forms", "Article 7")
        ]


class TestEditions:
    def test_the_new_edition_begins_when_the_act_takes_effect(self, base):
        later = applied(change("2.1", "retitle", {"en": "Reception"}))
        assert (base.edition, later.edition) == ("org.example.hotel@2020-01-01", "org.example.hotel@2022-01-01")
        assert not later.edition_holds(dt.date(2021, 12, 31))
        assert later.edition_holds(dt.date(2022, 1, 1))

    def test_amendments_are_handed_over_with_the_base(self, tmp_path):
        (tmp_path / "rule-2.yaml").write_text(yaml.safe_dump(act(change("1.1/two", "remove"))), encoding="utf-8")
        last = act(change("2.1", "retitle", {"en": "Reception"}), day="2023-01-01", document="Rule 3")
        framework = kd.load(text=BASE, amendments=[tmp_path / "rule-2.yaml", last])
        assert [noted.document for noted in framework.acts] == ["Rule 2", "Rule 3"]

    def test_no_amendment_is_the_identity(self, base):
        assert kd.load(text=BASE, amendments=[]) == base

    def test_an_edition_is_a_value(self):
        later = applied(change("2.2/one/a", "suspend"))
        again = pickle.loads(pickle.dumps(later))  # noqa: S301 - our own bytes
        assert (again, again.acts) == (later, later.acts)

    def test_each_place_leads_into_the_file_that_says_it(self, tmp_path):
        (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
        text = yaml.safe_dump(
            act(change("2.2/one/a", "remove"), change("2.2/one", "add", {"id": "c", "when": "nothing"}))
        )
        (tmp_path / "act.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(kd.InputError) as caught:
            kd.load(path=tmp_path / "base.yaml", amendments=[tmp_path / "act.yaml"])
        (found,) = caught.value.diagnostics
        assert (found.file, found.code) == (str(tmp_path / "act.yaml"), "KD209")
        assert "when: nothing" in text.splitlines()[found.line - 1]


class TestWhatCannotBe:
    """4.2 Addresses speak of the edition before. Two changes of one node, a change within one that is removed or
    replaced, and equal ids after are errors at their lines; so is a change that addresses nothing."""

    @pytest.mark.parametrize(
        "at",
        [
            *("1.2", "1.1/three", "2.1/two", "awards/sing", "inputs/room", "awards/sign/valed", "define/x"),
            *("source/part", "framework", "sets/others/except/0", "", "/", "tree/", "a/" * 2000),
        ],
        ids=lambda at: at[:20],
    )
    @pytest.mark.parametrize("do", ["remove", "replace"])
    def test_a_change_of_nothing(self, at, do):
        to = None if do == "remove" else {"id": "a", "en": "A"}
        assert problems(change(at, do, to)) == [("KD250", "changes[0].at")]

    def test_a_whole_part_that_is_not_there_is_stated_but_not_taken_away(self):
        assert applied(change("evidence", "replace", {"items": 2})).definition.evidence.items == 2
        assert problems(change("evidence", "remove")) == [("KD250", "changes[0].at")]

    def test_a_long_address_is_cut(self):
        with pytest.raises(kd.InputError) as caught:
            applied(change("a/" * 2000, "remove"))
        assert len(str(caught.value)) < 500

    @pytest.mark.parametrize(
        ("changes", "code", "path"),
        [
            ([change("inputs", "add", {"rooms": {"type": "number"}})], "KD252", "changes[0].to.rooms"),
            ([change("awards/sign", "add", {"valid": "1 year"})], "KD252", "changes[0].to.valid"),
            ([change("inputs", "add", {"beds": {"type": "number"}})] * 2, "KD251", "changes[1].to.beds"),
        ],
    )
    def test_nothing_is_added_in_the_place_of_something(self, changes, code, path):
        assert problems(*changes) == [(code, path)]

    def test_an_edition_does_not_end_before_it_begins(self):
        law = {"document": "Rule 2", "in_force": "2022-01-01", "until": "2021-01-01"}
        assert problems(change("2.1", "retitle", {"en": "x"}), source=law) == [("KD107", "source.until")]
        with pytest.raises(kd.InputError, match="KD107"):
            kd.load(text=BASE.replace("in_force: 2020-01-01", "in_force: 2020-01-01, until: 2020-01-01"))

    def test_the_nearest_is_suggested(self):
        with pytest.raises(kd.InputError) as caught:
            applied(change("awards/sing", "remove"))
        assert caught.value.diagnostics[0].hint == "did you mean 'awards/sign'?"

    def test_two_changes_of_one_part(self):
        twice = change("2.1", "retitle", {"en": "Reception"})
        assert problems(twice, twice) == [("KD251", "changes[1].at")]

    @pytest.mark.parametrize("outer", ["2.2", "2.2/one", "2"])
    @pytest.mark.parametrize("turned", [False, True])
    def test_a_change_within_what_is_removed(self, outer, turned):
        pair = [change(outer, "remove"), change("2.2/one/a", "retitle", {"en": "Tea"})]
        assert problems(*(pair[::-1] if turned else pair)) == [("KD251", "changes[1].at")]

    def test_several_may_add_to_one_part(self):
        later = applied(
            change("2.1/one", "add", {"id": "b", "en": "B"}), change("2.1/one", "add", {"id": "c", "en": "C"})
        )
        assert later.nodes["2.1"].levels["one"] == ("2.1/one/a", "2.1/one/b", "2.1/one/c")

    def test_equal_ids_after(self):
        assert problems(change("2.1", "renumber", "2.2"))[0][0] == "KD201"

    @pytest.mark.parametrize(
        "wrong",
        [
            change("2.1", "renumber"),
            change("2.1", "retitle", "Reception"),
            change("2.1", "remove", "x"),
            change("2.1/one", "replace", {"id": "a"}),
            change("2.1", "replace", "x"),
            change("2.1", "add", {"id": "c", "en": "C"}),
            change("1.1/two", "suspend"),
            change("2.1", "resume"),
            change("awards/sign", "renumber", "x"),
            change("awards/sign/valid", "retitle", {"en": "Term"}),
            change("2.1/one", "retitle", {"en": "x"}),
            change("inputs", "retitle", {"en": "x"}),
            change("tree", "retitle", {"en": "x"}),
            change("2.1", "renumber", "2/1"),
            change("2.1", "renumber", "x" * 200),
            change("2.1", "renumber", ["2.9"]),
            change("2", "add", [{"id": "2.3"}]),
        ],
        ids=lambda wrong: f"{wrong['do']} {wrong['at']}",
    )
    def test_a_change_that_cannot_be_made(self, wrong):
        assert [code for code, _ in problems(wrong)] == ["KD252"]

    def test_all_problems_at_once(self):
        found = problems(change("9", "remove"), change("2.1", "renumber"), change("1.1/one/c", "remove"))
        assert [code for code, _ in found] == ["KD250", "KD252", "KD250"]

    @pytest.mark.parametrize(
        ("more", "path"),
        [
            ({"amends": "org.example.motel"}, "amends"),
            ({"day": "2019-12-31"}, "source.in_force"),
            ({"source": {"document": "Rule 2"}}, "source"),
        ],
    )
    def test_an_amendment_of_another_edition(self, more, path):
        assert problems(change("2.1", "remove"), **more) == [("KD253", path)]

    def test_an_edition_that_ends_is_followed_on_that_day(self):
        ending = BASE.replace("in_force: 2020-01-01", "in_force: 2020-01-01, until: 2022-01-01")
        base = kd.load(text=ending)
        assert kd.apply(base, act(change("1.1/two", "remove"))).edition_holds(dt.date(2022, 1, 1))
        with pytest.raises(kd.InputError, match="KD253"):
            kd.apply(base, act(change("1.1/two", "remove"), day="2022-02-01"))

    def test_a_bundled_framework_with_an_amendment_of_ones_own_is_not_the_bundled_one(self):
        one = {"kiemdinh": 1, "amends": "vn.tt57-2026.gdtx", "source": {"document": "Own", "in_force": "2030-01-01"}}
        own = one | {"changes": [change("1.1", "retitle", {"en": "Own"})]}
        with pytest.raises(kd.InputError, match="KD246"):
            kd.load("vn.tt57-2026.gdtx", amendments=[own])
        framework = kd.load("vn.tt57-2026.gdtx", amendments=[own], unofficial=True)
        assert kd.assess(framework, {}, on="2030-06-01").bundled is False


class TestFormerNames:
    """4.2 It keeps its name in what is shown, with the act that did it."""

    LATER = (
        change("1.1/two", "remove", cite="Article 3"),
        change("2.1", "renumber", "2.9"),
        change("2.2/one/a", "suspend"),
        change("inputs/rooms", "remove"),
        change("1.1/one/a", "replace", {"id": "x", "en": "There are rooms"}),
    )

    @pytest.mark.parametrize(
        ("dossier", "path", "hint"),
        [
            ({"findings": {"1.1/two/a": "met"}}, "findings['1.1/two/a']", "Rule 2, Article 3 took it away"),
            ({"findings": {"1.1": {"two": {"a": "met"}}}}, "findings['1.1'].two", "Rule 2, Article 3 took it away"),
            ({"findings": {"2.1": "one"}}, "findings['2.1']", "Rule 2 made it '2.9'"),
            ({"findings": {"2.1/one/a": "met"}}, "findings['2.1/one/a']", "Rule 2 made it '2.9/one/a'"),
            ({"findings": {"2.2/one/a": "met"}}, "findings['2.2/one/a']", "Rule 2 suspended it"),
            ({"findings": {"1.1/one/a": "met"}}, "findings['1.1/one/a']", "Rule 2 replaced '1.1/one/a'"),
            ({"inputs": {"rooms": 6}}, "inputs.rooms", "Rule 2 took it away"),
        ],
        ids=lambda part: part if isinstance(part, str) else "",
    )
    def test_a_dossier_of_the_edition_before(self, dossier, path, hint):
        with pytest.raises(kd.InputError) as caught:
            kd.assess(applied(*self.LATER), dossier, on="2023-01-01")
        (found,) = caught.value.diagnostics
        assert (found.path, found.hint) == (path, f"{hint} from 2022-01-01 on")

    def test_a_later_act_that_changes_what_is_not_there_any_more(self):
        again = act(change("2.1", "remove"), day="2023-01-01", document="Rule 3")
        with pytest.raises(kd.InputError) as caught:
            kd.apply(applied(*self.LATER), again)
        assert caught.value.diagnostics[0].hint == "Rule 2 made it '2.9' from 2022-01-01 on"

    def test_what_came_back_is_told_no_more(self):
        without = applied(change("2.2/one/a", "suspend"))
        back = kd.apply(without, act(change("2.2/one/a", "resume"), day="2023-01-01", document="Rule 3"))
        assert kd.assess(back, {"findings": {"2.2/one/a": "met"}}, on="2023-01-01")


class TestUnknownWording:
    """3.6 New: *wording unknown* (the definition does not know the law's text)."""

    def framework(self):
        return applied(change("2.1", "replace", {"id": "2.1", "en": "Desk", "wording": "unknown"}))

    def test_nobody_knows_by_themselves(self):
        result = kd.assess(self.framework(), {"findings": {"1.1": "two", "2.2": "one"}}, on="2023-01-01")
        (node,) = [node for node in result.nodes if node.node == "2.1"]
        assert (result.level, result.attainable.id, node.reasons) == (None, "two", ("wording unknown",))

    def test_it_is_settled_as_a_whole(self):
        findings = {"1.1": "two", "2.2": "one", "2.1": "one"}
        result = kd.assess(self.framework(), {"findings": findings, "inputs": {"rooms": 30}}, on="2023-01-01")
        assert result.level.id == "two"

    def test_it_says_nothing_of_what_it_asks(self):
        new = {"id": "2.1", "wording": "unknown", "levels": {"one": [{"id": "a"}]}}
        assert problems(change("2.1", "replace", new)) == [("KD254", "changes[0].to.levels")]


BANDED = """
kiemdinh: 1
framework: org.example.hotel
source: {document: Rule 1, in_force: 2020-01-01}
subject: {kind: hotel}
scales:
  stars: {steps: [{id: one}, {id: two}, {id: three}]}
parameters: {extra: {type: number, default: 0}}
inputs: {beds: {type: number}}
layers: [{id: item, verdict: points}]
tree: [{id: "1", points: 10}, {id: "2", points: 10}]
define: {total: {sum: item, of: {its: points}}}
outcomes:
  - id: class
    ladder: stars
    bands: {of: {value: total}, from: {one: 5, two: 10, three: 15}}
    needs:
      two: {value: beds, at_least: {value: extra}}
"""


class TestBands:
    """4.2 An amendment is a list of changes: ... bands can be changed without what else a step needs."""

    def level(self, *changes, points, beds=0):
        edition = kd.apply(kd.load(text=BANDED), act(*changes))
        result = kd.assess(edition, {"findings": {"1": points, "2": 0}, "inputs": {"beds": beds}}, on="2023-01-01")
        return result.level and result.level.id

    @pytest.mark.parametrize(
        "changes",
        [
            [change("outcomes/class/bands/from/two", "replace", 8)],
            [change("outcomes/class/bands/from", "replace", {"one": 5, "two": 8, "three": 15})],
            [
                change(
                    "outcomes/class/bands",
                    "replace",
                    {"of": {"value": "total"}, "from": {"one": 5, "two": 8, "three": 15}},
                )
            ],
        ],
        ids=["one bound", "all bounds", "figure and bounds"],
    )
    def test_the_bounds_alone(self, changes):
        assert [self.level(*changes, points=points) for points in (4, 5, 7, 8, 10)] == [
            None,
            "one",
            "one",
            "two",
            "two",
        ]
        # What the step needs beside its band stays.
        assert self.level(*changes, points=8, beds=-1) == "one"

    def test_what_a_step_needs_beside_its_band(self):
        changes = [change("outcomes/class/needs/two", "replace", {"value": "beds", "at_least": 20})]
        assert [self.level(*changes, points=10, beds=beds) for beds in (19, 20)] == ["one", "two"]
        assert self.level(*changes, points=9, beds=20) == "one"

    def test_all_that_steps_need_keeps_the_bands_and_cites_the_act_in_each(self):
        new = {"one": {"value": "beds", "at_least": 1}, "two": {"value": "beds", "at_least": 2}}
        changes = [change("outcomes/class/needs", "replace", new, cite="Article 3")]
        assert [self.level(*changes, points=10, beds=beds) for beds in (0, 1, 2)] == [None, "one", "two"]
        edition = kd.apply(kd.load(text=BANDED), act(*changes))
        assert edition.definition.outcomes[0].needs["one"].all_[1].cite == "Rule 2, Article 3"

    def test_bounds_that_do_not_rise_are_reported_in_the_act(self):
        with pytest.raises(kd.InputError) as caught:
            kd.apply(kd.load(text=BANDED), act(change("outcomes/class/bands/from/two", "replace", 5)))
        (found,) = caught.value.diagnostics
        assert (found.code, found.path) == ("KD228", "changes[0].to")

    def test_twice(self):
        once = kd.apply(kd.load(text=BANDED), act(change("outcomes/class/bands/from/two", "replace", 8)))
        twice = kd.apply(
            once, act(change("outcomes/class/bands/from/three", "replace", 9), day="2023-01-01", document="Rule 3")
        )
        result = kd.assess(twice, {"findings": {"1": 9, "2": 0}, "inputs": {"beds": 0}}, on="2023-01-01")
        assert result.level.id == "three"
        assert (
            once.digest
            == kd.load(
                text=BANDED.replace("two: 10", "two: 8").replace(
                    "Rule 1, in_force: 2020-01-01", "Rule 1, in_force: 2022-01-01"
                )
            ).digest
        )

    def test_the_same_with_confirmations_that_were_handed_over(self):
        base = kd.load(text=BANDED)
        said = {"at": "1", "digest": base.node_digest("1"), "role": "r", "on": "2021-01-01", "document": "Rule 1"}
        confirmed = kd.load(base, confirmations={"kiemdinh": 1, "confirms": base.id, "confirmations": [said]})
        edition = kd.apply(confirmed, act(change("outcomes/class/bands/from/two", "replace", 8)))
        assert [one.at for one in edition.confirmations] == ["1"]
