"""Claims and what stands beside them: figures, context, parts of parts, ratings (semantics 1.7, 1.9, 3.4, 3.9)."""

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET

ON = "2026-06-30"
JANUARY, MARCH = "2026-01-10", "2026-03-10"
INPUTS = {"pool": {"type": "yes_no"}, "books": {"type": "number", "range": {"from": 0, "to": 99}}}
LADDER = {"l": {"steps": [{"id": "one"}], "not_reached": {"id": "none"}}}
ALL_MET = {"every": "c", "that": "met"}


def framework(tree, rule=ALL_MET, **more):
    data = {
        "kiemdinh": 1,
        "framework": "test.claims",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "inputs": INPUTS,
        "layers": [{"id": "c", "verdict": "met", "not_applicable": "drop"}],
        "tree": tree,
        "outcomes": [{"id": "o", "cases": [{"id": "good", "if": rule}], "otherwise": {"id": "poor"}}],
    }
    return kd.load(data | more)


def labels(framework, findings, inputs=()):
    result = kd.assess(framework, {"findings": findings, "inputs": dict(inputs)}, on=ON)
    return {label.id for label in result.outcomes[0].labels}


def external(word, on=JANUARY):
    return {"is": word, "side": "external", "on": on}


def own(word, on=MARCH, **more):
    return {"is": word, "side": "self", "on": on, **more}


class TestWhatAFigureSettles:
    """3.9 The first record that exists speaks (dates by 3.5): deciding metric, external finding, external claim, self
    finding, self claim.
    """

    @pytest.mark.parametrize("claimed", ["one", "none", "unknown"])
    @pytest.mark.parametrize(("books", "level"), [(7, "one"), (3, None)])
    def test_no_later_claim_makes_it_pending(self, claimed, books, level):
        tree = [{"id": "1", "levels": {"one": [{"id": "a", "met_if": {"value": "books", "at_least": 5}}]}}]
        levels = framework(
            tree,
            layers=[{"id": "c", "verdict": "level", "scale": "l", "no_text": "carries"}],
            scales=LADDER,
            outcomes=[
                {"id": "o", "ladder": "l", "needs": {"one": {"every": "c", "that": {"its": "level", "is": "one"}}}}
            ],
        )
        for later in ("one", "none", "unknown"):
            dossier = {"findings": {"1": [external(claimed), own(later)]}, "inputs": {"books": books}}
            outcome = kd.assess(levels, dossier, on=ON).outcomes[0]
            assert outcome.determined
            assert getattr(outcome.attainable, "id", None) == level

    def test_an_unknown_figure_leaves_open_what_it_could_settle(self):
        two = framework([{"id": "1", "parts": [{"id": "a", "met_if": {"value": "books", "at_least": 5}}, {"id": "b"}]}])
        findings = {"1": external("unmet"), "1/b": own("met")}
        assert labels(two, findings, {"books": 7}) == {"good", "poor"}  # pending: the parts alone decide otherwise
        assert labels(two, findings, {"books": 3}) == {"poor"}
        assert labels(two, findings, {"books": "unknown"}) == {"good", "poor"}

    def test_a_finding_about_a_measured_part_counts_while_nothing_is_measured(self):
        one = framework([{"id": "1", "parts": [{"id": "a", "met_if": {"value": "books", "at_least": 5}}]}])
        findings = {"1": external("met"), "1/a": own("unmet")}
        assert labels(one, findings) == {"good", "poor"}
        assert labels(one, findings, {"books": 7}) == {"good"}


class TestNotLooking:
    """1.9 Not looking never helps: replacing a fact, or a record in place, by unknown never raises a certain reading, a
    score's low end or a guaranteed level, and never lowers a possible one.
    """

    POOL = ({"id": "1", "parts": [{"id": "a", "when": {"value": "pool", "is": True}}, {"id": "b"}]},)

    @pytest.mark.parametrize(
        ("pool", "expected"), [(False, {"good", "poor"}), (True, {"poor"}), ("unknown", {"good", "poor"})]
    )
    def test_at_the_question_whether_a_part_applies(self, pool, expected):
        findings = {"1": external("unmet"), "1/b": own("met")}
        assert labels(framework(list(self.POOL)), findings, {"pool": pool}) == expected

    def test_at_a_part_that_context_leaves_out(self):
        """3.9 If what stands above already differs from the claim, it prevails: the group is empty, which is met."""
        tree = [{"id": "1", "if_empty": "met", "parts": [{"id": "a", "when": {"value": "pool", "is": True}}]}]
        claim = {"1": own("unmet")}
        for findings in (claim, claim | {"1/a": own("unknown")}):
            assert labels(framework(tree), findings, {"pool": False}) == {"good"}
        assert labels(framework(tree), claim, {"pool": True}) == {"poor"}
        assert labels(framework(tree), claim, {"pool": "unknown"}) == {"good", "poor"}

    def test_at_a_question_that_is_read_both_ways(self):
        """A figure that nobody recorded overrules no claim, in no case of the unknown answer (3.4)."""
        tree = [{"id": "1", "parts": [{"id": "a", "met_if": {"value": "pool", "is": True}}]}]
        is_open = {"value": "pool", "is": True}
        rule = {"all": [ALL_MET, {"any": [is_open, {"not": is_open}]}]}
        given = {"pool": {"type": "yes_no", "given": True}}
        assert labels(framework(tree, rule, inputs=given), {"1": external("met")}) == {"good"}

    @pytest.mark.parametrize(
        ("finding", "expected"),
        [
            (own("not-applicable", why="none here"), {"poor"}),
            (own("unknown"), {"good", "poor"}),
            (own("unmet"), {"good"}),
            (None, {"good"}),
            ([external("not-applicable"), own("unknown")], {"good", "poor"}),
            ([external("met"), own("unknown")], {"good", "poor"}),
        ],
    )
    def test_at_a_node_that_may_be_recorded_as_not_applicable(self, finding, expected):
        """1.7 A requirement leaves its group by the definition's `when`, or by a recorded decision of *not applicable*.
        A record that says *unknown* leaves open whether it applies; without a record it applies.
        """
        counted = framework([{"id": "1", "may_not_apply": True}, {"id": "2"}], {"count": "c", "at_least": 2})
        assert labels(counted, {"2": "met"} | ({} if finding is None else {"1": finding})) == expected

    def test_a_record_of_unknown_leaves_a_node_that_always_applies_where_it_is(self):
        counted = framework([{"id": "1"}, {"id": "2"}], {"count": "c", "at_least": 2})
        assert labels(counted, {"1": "unknown"}) == {"good"}


class TestParts:
    """3.7 A finding may settle a criterion (or another node) as a whole, a **claim**."""

    NESTED = ({"id": "1", "parts": [{"id": "a", "parts": [{"id": "x"}, {"id": "y"}]}, {"id": "b"}]},)

    def test_a_later_claim_about_a_part_is_pending_as_its_parts_are(self):
        nested = framework(list(self.NESTED))
        for later in ({"1/a": own("unmet")}, {"1/a/x": own("unmet")}):
            node = kd.assess(nested, {"findings": {"1": external("met")} | later}, on=ON).node("1")
            assert (node.truth, node.reasons) == (UNKNOWN, ("pending",))

    @pytest.mark.parametrize(
        ("rule", "truth"),
        [({"not": {"every": "p", "that": "met"}}, MET), ({"count": "p", "that": "met", "at_most": 1}, MET)],
    )
    def test_what_nobody_recorded_follows_a_claim_under_a_negation_too(self, rule, truth):
        negated = framework(
            [{"id": "1", "met_if": rule, "parts": [{"id": "p1"}, {"id": "p2"}]}],
            layers=[{"id": "c", "verdict": "met"}, {"id": "p", "in": "c", "verdict": "met"}],
        )
        result = kd.assess(negated, {"findings": {"1": "met", "p1": "met"}}, on=ON)
        assert result.node("1").truth is truth
        result = kd.assess(negated, {"findings": {"1": "met", "p1": external("met"), "p2": external("met")}}, on=ON)
        assert result.node("1").truth is UNMET

    @pytest.mark.parametrize(
        ("ratings", "truth"),
        [({}, MET), ({"r1": 5}, MET), ({"r1": external(1)}, MET), ({"r1": external(1), "r2": external(2)}, UNMET)],
    )
    def test_ratings_of_a_higher_side_settle_what_they_decide(self, ratings, truth):
        rated = framework(
            [
                {
                    "id": "1",
                    "met_if": {"mean": "r", "of": {"its": "rating"}, "at_least": 3},
                    "parts": [{"id": "r1"}, {"id": "r2"}],
                }
            ],
            layers=[{"id": "c", "verdict": "met"}, {"id": "r", "in": "c", "verdict": "rating", "scale": "five"}],
            scales={"five": {"from": 1, "to": 5}},
        )
        assert kd.assess(rated, {"findings": {"1": "met"} | ratings}, on=ON).node("1").truth is truth

    def test_figures_of_stages_that_are_not_named_are_awaited(self):
        """2.6 A dossier that names no stages is assessed as one part; a set over its stages is then unknown."""
        staged = framework(
            [
                {
                    "id": "1",
                    "parts": [{"id": "a", "met_if": {"every": "stage", "that": {"value": "desks", "at_least": 5}}}],
                }
            ],
            subject={"kind": "school", "has": ["stage"]},
            sets={},
            inputs={"desks": {"type": "number", "each": "stage", "range": {"from": 0, "to": 99}}},
        )
        assert kd.assess(staged, {"findings": {"1": external("met")}}, on=ON).node("1").truth is MET
        assert kd.assess(staged, {"findings": {"1/a": external("met")}}, on=ON).node("1").truth is MET

    @pytest.mark.parametrize("finding", [external("met"), own("unmet", JANUARY), own("unknown", JANUARY)])
    def test_a_finding_takes_the_place_of_a_figure_that_can_never_suffice(self, finding):
        """3.4 Where neither a figure nor a finding about a requirement is recorded, and its condition is met, or unmet,
        on the whole declared range (1.4, each comparison by itself), that truth stands above every claim. A finding,
        *unknown* included, takes the place of this truth.
        """
        never = framework([{"id": "1", "parts": [{"id": "a", "met_if": {"value": "books", "above": 99}}, {"id": "b"}]}])
        assert labels(never, {"1": external("met")}) == {"poor"}
        assert labels(never, {"1": external("met"), "1/a": finding}) == {"good"}

    def test_a_later_claim_about_a_criterion_makes_that_of_its_standard_pending(self):
        """3.9 Later self-assessed parts make an external step *pending* only where they alone decide it otherwise."""
        standards = framework(
            [{"id": "A", "parts": [{"id": "1", "parts": [{"id": "a"}]}]}],
            layers=[{"id": "s", "verdict": "met"}, {"id": "c", "verdict": "met", "in": "s"}],
        )
        findings = {"A": external("unmet"), "1": own("met")}
        assert kd.assess(standards, {"findings": findings}, on=ON).node("A").truth is UNKNOWN
        findings["1"] = own("met", JANUARY)
        assert kd.assess(standards, {"findings": findings}, on=ON).node("A").truth is UNMET
