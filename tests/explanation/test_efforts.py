"""What changes cost: efforts by id and tag, from mappings and files, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from schools import A, B, C, at_level_2, gap, ids, school

import kiemdinh as kd

YAML = """
1.1/muc-2: {cost: 3, months: 2, who: Hiệu trưởng}
"3.3": {actionable: false}
bat-buoc: 4
4.3/muc-1: {months: 1}
4.3/muc-2: 9
"""
CSV = """id,cost,months,who,actionable
1.1/muc-2,3,2,Hiệu trưởng,
3.3,,,,no
bat-buoc,4,,,
4.3/muc-1,,1,,yes
4.3/muc-2,9,,,
"""


class TestEfforts:
    """5.3 ... Costs are positive (infinite: cannot be acted on)."""

    @pytest.mark.parametrize(("name", "text"), [("efforts.yaml", YAML), ("efforts.csv", CSV)])
    def test_from_a_file(self, tmp_path, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        first, second = gap().repairs(costs=tmp_path / name)
        assert (first.cost, ids(first), first.also) == (4, {f"{A}/muc-2", f"{C}/muc-1"}, {"months": 3})
        assert (second.cost, ids(second), second.also) == (10, {f"{C}/muc-1", f"{C}/muc-2"}, {"months": 1})

    def test_of_a_tag(self):
        result = school(at_level_2(**{"1_3": "muc-1", "1_4": "muc-1"}))
        assert result.repairs(costs={"bat-buoc": 4, "1.4": 3}).cost == 7

    def test_the_nearest_counts(self):
        costs = {"bat-buoc": 4, "1.3": 3, "1.3/muc-2": 2, "1": 9}
        result = school(at_level_2(**{"1_3": "muc-1", "1_1": "khong-dat"}))
        assert {c.id: c.cost for c in result.repairs(costs=costs).cheapest.changes} == {"1.3/muc-2": 2, "1.1/muc-1": 9}

    def test_the_cost_to_minimise_is_named(self):
        costs = {f"{A}/muc-2": {"cost": 9, "months": 1}, f"{B}/muc-2": {"cost": 1, "months": 9}, C: {"months": 5}}
        by_cost, by_months = gap().repairs(costs=costs), gap().repairs(costs=costs, minimise="months")
        assert f"{B}/muc-2" in ids(by_cost.cheapest)
        assert by_cost.cheapest.also == {"months": 14}
        assert f"{A}/muc-2" in ids(by_months.cheapest)
        assert (by_months.cost, by_months.cheapest.also) == (6, {"cost": 9})

    @pytest.mark.parametrize(
        ("costs", "code", "path"),
        [
            ({"9.9": 2}, "KD332", "['9.9']"),
            ({"input:nothing": 2}, "KD332", "['input:nothing']"),
            ({"1.1/muc-9": 2}, "KD332", "['1.1/muc-9']"),
            ({"1.1": 0}, "KD333", "['1.1']"),
            ({"1.1": -1}, "KD333", "['1.1']"),
            ({"1.1": "dear"}, "KD333", "['1.1']"),
            ({"1.1": None}, "KD333", "['1.1']"),
            ({"1.1": {"months": "two"}}, "KD333", "['1.1'].months"),
            ({"1.1": {"actionable": "maybe"}}, "KD333", "['1.1'].actionable"),
        ],
    )
    def test_what_cannot_be_read_is_an_input_error(self, costs, code, path):
        with pytest.raises(kd.InputError) as caught:
            gap().repairs(costs=costs)
        assert [(d.code, d.path) for d in caught.value.diagnostics] == [(code, path)]

    def test_every_mistake_is_told_at_once(self):
        with pytest.raises(kd.InputError) as caught:
            gap().explain(costs={"9.9": 2, "1.1": 0})
        assert [d.code for d in caught.value.diagnostics] == ["KD332", "KD333"]

    @pytest.mark.parametrize(
        ("name", "text"), [("e.yaml", "- 1\n"), ("e.yaml", "a: [\n"), ("e.csv", "what,cost\n1.1,3\n")]
    )
    def test_a_file_that_is_none(self, tmp_path, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(kd.InputError):
            gap().repairs(costs=tmp_path / name)

    def table(self, tmp_path, text):
        (tmp_path / "e.csv").write_text(text, "utf-8")
        with pytest.raises(kd.InputError) as caught:
            gap().repairs(costs=tmp_path / "e.csv")
        return caught.value.diagnostics

    def test_an_id_has_one_row(self, tmp_path):
        (found,) = self.table(tmp_path, "id,cost\n1.1,3\n1.2,3\n1.1,4\n")
        assert (found.code, found.line, found.column) == ("KD006", 4, 1)
        assert "lines 2 and 4" in found.message

    @pytest.mark.parametrize("name", ["e.csv", "e.CSV", "e.txt", "e.tsv"])
    @pytest.mark.parametrize("begin", ["", "\ufeff", "sep={0}\n", "\ufeffsep={0}\r\n", "\n{0}{0}\n"])
    @pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_a_table_as_any_spreadsheet_saves_it(self, tmp_path, name, begin, line_break, separator):
        rows = [
            ["ID", " Cost ", "MONTHS", "Who", ""],
            [" 1.4/muc-2\u00a0", "3", '"2"', "Hiệu trưởng"],
            ["", "", ""],
            ["1.3", "9"],
        ]
        text = begin.format(separator) + "".join(separator.join(row) + line_break for row in rows)
        (tmp_path / name).write_bytes(text.encode())
        result = school(at_level_2(**{"1_4": "muc-1", "1_3": "muc-1"})).repairs(costs=tmp_path / name)
        assert {c.id: (c.cost, c.who) for c in result.cheapest.changes} == {
            "1.4/muc-2": (3, "Hiệu trưởng"),
            "1.3/muc-2": (9, None),
        }
        assert result.cheapest.also == {"months": 2}

    def test_an_empty_table_says_nothing(self, tmp_path):
        assert [d.code for d in self.table(tmp_path, "")] == ["KD101"]

    def test_a_comma_within_a_number_makes_a_cell_too_many(self, tmp_path):
        (found,) = self.table(tmp_path, "id,cost\n1.1,2,5\n")
        assert (found.code, found.line, found.column) == ("KD017", 2, 7)

    def test_mistakes_in_cells_are_told_at_their_places(self, tmp_path):
        found = self.table(
            tmp_path, "id;cost;actionable\n1.1;dear;\n9.9;2;\n1.2;;maybe\n;3;\n".replace("\n;3;\n", "\n1.3;0;\n")
        )
        assert [(d.code, d.line, d.column) for d in found] == [
            ("KD333", 2, 5), ("KD332", 3, 1), ("KD333", 4, 6), ("KD333", 5, 5),
        ]  # fmt: skip
        assert all(str(tmp_path / "e.csv") in str(d) and "None" not in str(d) for d in found)

    @pytest.mark.parametrize(
        "costs", [[3], 3, 2.5, {1.5: 2}, {"1.1": {("a",): 1}}, object(), b"3", "costs.csv", (), True]
    )
    def test_what_is_neither_a_mapping_nor_a_file(self, costs):
        for asked in (gap().repairs, gap().explain):
            with pytest.raises(kd.InputError):
                asked(costs=costs)

    @pytest.mark.parametrize("cost", [Fraction(3, 2), Decimal("1.5"), "1.5", 1.5])
    def test_any_exact_number_is_a_cost(self, cost):
        assert gap().repairs(costs={C: cost}).cost == Fraction(5, 2)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(kd.InputError):
            gap().repairs(costs=tmp_path / "none.csv")
