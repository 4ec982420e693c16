"""Groups from which members can leave: what then counts, and what holds where nothing is left (semantics 1.5 to 1.8).

The answers are worked out by hand from the text, and the plain reading is asked the same.
"""

import datetime as dt

import pytest

import kiemdinh as kd
from kiemdinh.testing.oracle import PlainSchool, read_plainly

ON = dt.date(2026, 6, 30)
YEARS = ("2023-2024", "2024-2025", "2025-2026")
RATED = [{"id": "c", "verdict": "rating", "scale": "r", "not_applicable": 1}]
SCALES = {"r": {"from": 0, "to": 5}}


def definition(condition, **more):
    return {
        "kiemdinh": 1,
        "framework": "test.groups",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "layers": [{"id": "c", "verdict": "met"}],
        "tree": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
        "outcomes": [{"id": "o", "cases": [{"id": "good", "if": condition}], "otherwise": {"id": "poor"}}],
    } | more


def labels(data, findings=(), inputs=()):
    """What the school comes to, by the engine; where all is known the plain reading has to agree."""
    findings, inputs = dict(findings), dict(inputs)
    result = kd.assess(kd.load(data), {"findings": findings, "inputs": inputs}, on=ON)
    found = [label.id for label in result.outcomes[0].labels]
    if len(found) == 1:
        plain = {(None, node): "not-applicable" if isinstance(said, dict) else said for node, said in findings.items()}
        recorded = {}
        for name, said in inputs.items():
            by_year = said if isinstance(said, dict) else {None: said}
            recorded |= {(name, None, None, year): value for year, value in by_year.items()}
        school = PlainSchool(ON, None, plain, recorded, side="self")
        assert read_plainly(data, school).outcomes == {"o": found[0]}
    return found


def refused(data):
    with pytest.raises(kd.InputError) as caught:
        kd.load(data)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def absent():
    return {"is": "not-applicable", "why": "none here"}


class TestAbsentMembersAreWeighed:
    """1.7 A group that counts or weighs states `drop`, `counts as met` or `counts as unmet` (sums and means: `drop` or
    a value).
    """

    TREE = ({"id": "1", "weight": 9, "may_not_apply": True}, {"id": "2", "weight": 1})

    @pytest.mark.parametrize(
        ("at_least", "label"),
        [(1.4, "good"), (1.5, "poor"), (3, "poor")],  # (9 x 1 + 1 x 5) / 10 = 1.4
    )
    def test_a_mean_weighs_what_an_absent_member_counts_as(self, at_least, label):
        rule = {"mean": "c", "of": {"its": "rating"}, "weight": {"its": "weight"}, "at_least": at_least}
        data = definition(rule, layers=RATED, scales=SCALES, tree=list(self.TREE))
        assert labels(data, {"1": absent(), "2": 5}) == [label]

    @pytest.mark.parametrize(("at_least", "label"), [(14, "good"), (15, "poor")])
    def test_so_does_a_sum(self, at_least, label):
        rule = {"sum": "c", "of": {"its": "rating"}, "weight": {"its": "weight"}, "at_least": at_least}
        data = definition(rule, layers=RATED, scales=SCALES, tree=list(self.TREE))
        assert labels(data, {"1": absent(), "2": 5}) == [label]


class TestNothingToWeigh:
    """1.8 One that can become empty (by 1.7, a population without members, a total weight of zero) states what then
    holds: met, unmet, not applicable (it then leaves its own group), unknown, or for a quantity a value; there is no
    default.
    """

    RULE = {"mean": "rated", "of": {"its": "rating"}, "weight": {"its": "weight"}, "at_least": 3}  # noqa: RUF012

    def data(self, weights, if_empty=None, **more):
        tree = [{"id": str(i), "weight": weight} | more for i, weight in enumerate(weights, 1)]
        rated = {"among": "c", "not_applicable": "drop"} | ({} if if_empty is None else {"if_empty": if_empty})
        inputs = {"classes": {"type": "number", "range": {"from": 0, "to": 9}}}
        return definition(self.RULE, layers=RATED, scales=SCALES, tree=tree, sets={"rated": rated}, inputs=inputs)

    @pytest.mark.parametrize("weights", [(0, 0), (1, -1), (-2, 1), ({"value": "classes"}, 0)])
    def test_a_total_weight_that_may_be_zero_or_less_has_to_be_provided_for(self, weights):
        assert "KD222" in refused(self.data(weights))
        assert kd.load(self.data(weights, "unmet"))

    def test_a_member_that_leaves_may_leave_such_a_total(self):
        assert "KD222" in refused(self.data((3, -1), may_not_apply=True))
        assert kd.load(self.data((3, -1)))

    @pytest.mark.parametrize(
        ("if_empty", "expected"),
        [("met", ["good"]), ("unmet", ["poor"]), ("unknown", ["good", "poor"]), (4, ["good"]), (2, ["poor"])],
    )
    def test_says_what_then_holds(self, if_empty, expected):
        data = self.data(({"value": "classes"}, 0), if_empty)
        assert labels(data, {"1": 1, "2": 5}, {"classes": 0}) == expected
        assert labels(data, {"1": 1, "2": 5}, {"classes": 2}) == ["poor"]

    def test_a_negative_weight_beside_greater_ones_is_a_weight(self):
        # (3 x 4 - 1 x 2) / 2 = 5
        assert labels(self.data((3, -1)), {"1": 4, "2": 2}) == ["good"]
        assert labels(self.data((3, -1)), {"1": 2, "2": 4}) == ["poor"]


class TestAllMembersLeave:
    """1.8 One that can become empty states what then holds; there is no default."""

    FORMS = (
        {"share": "outer", "that": "THAT", "at_least": "50%"},
        {"share": "outer", "that": "THAT", "at_most": "50%"},
        {"every": "outer", "that": "THAT"},
        {"count": "outer", "that": "THAT", "at_most": 1},
        {"count": "outer", "that": "THAT", "at_least": 0},
    )
    THAT = {"every": "inner", "that": "met"}  # noqa: RUF012

    def data(self, form, if_empty=None):
        outer = {"among": "s"} | ({} if if_empty is None else {"if_empty": if_empty})
        return definition(
            {key: self.THAT if value == "THAT" else value for key, value in form.items()},
            layers=[{"id": "s"}, {"id": "c", "in": "s", "verdict": "met", "not_applicable": "drop"}],
            tree=[{"id": "A", "parts": [{"id": "1", "may_not_apply": True}]}],
            sets={"outer": outer, "inner": {"among": "c", "if_empty": "not-applicable"}},
        )

    @pytest.mark.parametrize("form", FORMS)
    def test_has_to_be_provided_for(self, form):
        assert "KD222" in refused(self.data(form))

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize(("if_empty", "expected"), [("met", "good"), ("unmet", "poor")])
    def test_what_is_stated_then_holds(self, form, if_empty, expected):
        assert labels(self.data(form, if_empty), {"1": absent()}) == [expected]

    @pytest.mark.parametrize("form", FORMS)
    def test_one_that_stays_is_judged(self, form):
        assert labels(self.data(form, "unmet"), {"1": "met"}) == ["poor" if form.get("at_most") == "50%" else "good"]

    @pytest.mark.parametrize("key", ["every", "mean", "lowest", "sum"])
    def test_a_window_of_one_year_has_no_change(self, key):
        change, years = {"change": "loans"}, {"among": "year", "last": 1}
        rule = {"every": "ys", "that": change | {"at_least": 0}} if key == "every" else {key: "ys", "of": change}
        rule |= {} if key == "every" else {"at_least": 0}
        inputs = {"loans": {"type": "number", "each": "year"}}
        assert "KD222" in refused(definition(rule, sets={"ys": years}, inputs=inputs))
        data = definition(rule, sets={"ys": years | {"if_empty": "unmet"}}, inputs=inputs)
        assert labels(data, inputs={"loans": {YEARS[-1]: 5}}) == ["poor"]


class TestListsOfValues:
    """S3 The oldest year of a window has no year before it in the window, so its change has no value and it is left out
    of what is quantified over, as a member that does not apply.
    """

    @pytest.mark.parametrize("wanted", [1, [1], [1, 2], [2, 1]])
    @pytest.mark.parametrize(("loans", "label"), [((5, 6, 7), "good"), ((5, 6, 6), "poor")])
    def test_a_list_leaves_out_what_one_value_leaves_out(self, wanted, loans, label):
        data = definition(
            {"every": "ys", "that": {"change": "loans", "is": wanted}},
            sets={"ys": {"among": "year", "last": 3}},
            inputs={"loans": {"type": "number", "each": "year"}},
        )
        assert labels(data, inputs={"loans": dict(zip(YEARS, loans, strict=True))}) == [label]


class TestRounding:
    """1.5 Rounding happens only where a definition states a mode and a number of digits."""

    TABLE = {"by": "area", "values": {"town": 9, "hills": 8}}  # noqa: RUF012

    def data(self, form, bound, comparator="at_least", half="up"):
        rule = {form: "c", "of": {"its": "rating"}, "round": {"digits": 0, "half": half}, comparator: bound}
        inputs = {
            "area": {"type": "choice", "choices": ["town", "hills"]},
            "asked": {"type": "number", "range": {"from": 0, "to": 20}},
        }
        return definition(rule, layers=RATED, scales={"r": {"from": 0, "to": 20}}, inputs=inputs)

    @pytest.mark.parametrize(
        ("ratings", "area", "label"),
        [((2, 3, 3.6), "town", "good"), ((2, 3, 3.4), "town", "poor"), ((2, 3, 2.5), "hills", "good")],
    )
    def test_a_sum_is_rounded_against_a_table(self, ratings, area, label):
        findings = dict(zip("123", ratings, strict=True))
        assert labels(self.data("sum", self.TABLE), findings, {"area": area}) == [label]

    @pytest.mark.parametrize(("asked", "label"), [(9, "good"), (9.1, "poor")])
    def test_a_sum_is_rounded_against_a_quantity(self, asked, label):
        data = self.data("sum", {"value": "asked"})
        assert labels(data, {"1": 2, "2": 3, "3": 3.6}, {"asked": asked}) == [label]

    @pytest.mark.parametrize(("area", "label"), [("town", "poor"), ("hills", "good")])
    def test_where_a_half_goes_to_the_even_each_number_of_a_table_has_its_own_edge(self, area, label):
        # The mean is 8.5, which is rounded to 8; 7.5 would be rounded to 8 as well.
        data = self.data("mean", self.TABLE, half="even")
        assert labels(data, {"1": 8, "2": 8.5, "3": 9}, {"area": area}) == [label]

    @pytest.mark.parametrize(("asked", "label"), [(3, "good"), (3.1, "poor")])
    def test_a_mean_is_rounded_against_a_quantity(self, asked, label):
        """The mean is 2.5, which is rounded to 3."""
        data = self.data("mean", {"value": "asked"})
        assert labels(data, {"1": 2, "2": 3, "3": 2.5}, {"asked": asked}) == [label]

    def test_a_mean_whose_weights_change_is_rounded_against_no_other_quantity(self):
        data = self.data("mean", {"value": "asked"})
        data["outcomes"][0]["cases"][0]["if"]["weight"] = {"value": "asked"}
        assert refused(data) == ["KD216"]


class TestWhatASetHolds:
    """1.7 Members that apply stay; k and m stay as written."""

    LAYERS = ({"id": "a", "verdict": "met"}, {"id": "c", "verdict": "met"}, {"id": "part", "in": "c", "verdict": "met"})

    def data(self, rule, seen):
        return definition(
            {"every": "c", "that": "met"},
            layers=list(self.LAYERS),
            tree=[
                *({"id": node, "layer": "a"} for node in ("a1", "a2")),
                {"id": "c1", "layer": "c", "met_if": rule, "parts": [{"id": "p1"}]},
                {"id": "c2", "layer": "c"},
            ],
            sets={"seen": {"among": seen, "if_empty": "unmet"}},
        )

    def test_seen_from_a_node_a_layer_beside_it_has_all_its_nodes(self):
        data = self.data({"count": "seen", "that": "met", "at_least": 2}, "a")
        assert labels(data, {"a1": "met", "a2": "met", "c2": "met"}) == ["good"]
        assert labels(data, {"a1": "met", "a2": "unmet", "c2": "met"}) == ["poor"]

    def test_a_layer_below_has_the_nodes_below_it(self):
        data = self.data({"count": "seen", "that": "met", "at_least": 1}, "part")
        assert labels(data, {"p1": "met", "c2": "met"}) == ["good"]

    def test_a_layer_above_has_all_its_nodes(self):
        above = definition(
            {"every": "low", "that": "met"},
            layers=[{"id": "top", "verdict": "met"}, {"id": "low", "in": "top", "verdict": "met"}],
            tree=[
                {"id": "t1", "met_if": {"value": "open", "is": True}, "parts": [{"id": "l1", "met_if": "RULE"}]},
                {"id": "t2"},
            ],
            inputs={"open": {"type": "yes_no"}},
        )
        above["tree"][0]["parts"][0]["met_if"] = {"count": "top", "that": "met", "at_least": 2}
        assert labels(above, {"t2": "met"}, {"open": True}) == ["good"]
        assert labels(above, {"t2": "unmet"}, {"open": True}) == ["poor"]
