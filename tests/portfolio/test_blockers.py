"""The cheapest repair of each row of a table, held against the explanation of each school by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from drawn_tables import draw_batch, draw_rows, write_table
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.batch.explained import cluster_rows, repair_rows
from kiemdinh.testing import frameworks
from plain_dossiers import ON

BUNDLED = [entry.load() for entry in kd.catalogue()]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
NAMES = ("school", "target", "changes", "proved", "necessary")


def rows_of(batch):
    """Return what the table of blockers says, row by row."""
    return list(zip(*(batch.blocker_columns[name] for name in NAMES), strict=True))


def explain_rows(batch, budget=None):
    """Return the same by the explanation of each school by itself."""
    found = []
    for row in batch.rows:
        result = kd.assess(batch.framework, batch.table.dossier_of(row), on=batch.table.rows.days[row])
        if result.target is None:
            continue
        explanation = result.explain(budget=budget)
        cheapest, classes = explanation.repairs.cheapest, explanation.classes
        found.append(
            (
                batch.table.rows.schools[row],
                result.target.level.id,
                None if cheapest is None else "; ".join(change.id for change in cheapest.changes),
                explanation.repairs.proved,
                "; ".join(classes.necessary) if classes else "",
            )
        )
    return found


def criteria_of(framework):
    return [node for node, info in framework.nodes.items() if info.layer is not None and info.layer.id == "criterion"]


@pytest.fixture
def counted(monkeypatch):
    """Count the rows whose question is asked as a whole, and the clusters that are asked."""
    counts = {"whole": 0, "clusters": 0}
    whole, ask = repair_rows.find_cheapest_repair, repair_rows.ask_cluster

    def count_whole(*args):
        counts["whole"] += 1
        return whole(*args)

    def count_cluster(*args):
        counts["clusters"] += 1
        return ask(*args)

    monkeypatch.setattr(repair_rows, "find_cheapest_repair", count_whole)
    monkeypatch.setattr(repair_rows, "ask_cluster", count_cluster)
    return counts


class TestBlockers:
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=5)
    def test_are_what_explains_each_row_by_itself(self, framework, random, tmp_path_factory):
        file = write_table(tmp_path_factory.mktemp("t") / "schools.csv", draw_rows(framework, random, 6))
        batch = assess_many(framework, file, on=ON)
        assert rows_of(batch) == explain_rows(batch)

    @given(framework=frameworks(), random=st.randoms(use_true_random=True))
    @settings(max_examples=25)
    def test_of_drawn_frameworks_are_what_explains_each_row(self, framework, random, tmp_path_factory):
        batch = draw_batch(framework, random, tmp_path_factory.mktemp("t"))
        if batch is not None:
            assert rows_of(batch) == explain_rows(batch)

    @pytest.mark.parametrize("budget", [1, 10, 100, 1_000])
    def test_spend_the_budget_as_an_explanation_does(self, budget, tmp_path):
        rows = [
            {"school": "A", **dict.fromkeys(CRITERIA, "muc-1"), "1.1": "khong-dat", "3.3": ""},
            {"school": "B", **dict.fromkeys(CRITERIA, "")},
        ]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON, budget=budget)
        assert rows_of(batch) == explain_rows(batch, budget)


class TestOpenContext:
    """A repair holds whatever an open context turns out to be (5.3), also where no column of the table says it."""

    @pytest.mark.parametrize(("level", "target"), [("muc-1", "muc-2"), ("", "muc-1")])
    def test_is_taken_in_each_case_by_clusters(self, level, target, counted, tmp_path):
        """In Circular 18 the area of a school bears on its second level, not on the first."""
        framework = kd.load("vn.tt18-2018", on="2024-06-30")
        row = {"school": "A", "stage": "thcs", **dict.fromkeys(criteria_of(framework), level), "1.1": "muc-1"}
        batch = assess_many(framework, write_table(tmp_path / "t.csv", [row]), on="2024-06-30")
        assert rows_of(batch) == explain_rows(batch)
        assert [one for _, one, *_ in rows_of(batch)] == [target]
        assert counted["whole"] == 0

    def test_of_too_many_cases_is_asked_of_a_school_as_a_whole(self, counted, tmp_path):
        """In Circular 13 classes, place and kind of a lower secondary school have 144 cases; with its classes 16."""
        framework = kd.load("vn.tt13-2020.thcs")
        rows = [{"school": "A", "classes": ""}, {"school": "B", "classes": 20}]
        batch = assess_many(framework, write_table(tmp_path / "t.csv", rows), on=ON)
        assert rows_of(batch) == explain_rows(batch)
        assert counted["whole"] == 1

    def test_that_changes_would_open_is_taken_in_each_case(self, tmp_path):
        """While 1 is unmet nothing else matters. Once it is met, 2 or 3 counts beside it, whatever is answered."""
        pool, no_pool = ({"value": "pool", "is": answer} for answer in (True, False))
        needs = {"all": [{"every": "must", "that": "met"}, {"count": "other", "that": "met", "at_least": 1}]}
        framework = kd.load(
            {
                "kiemdinh": 1,
                "framework": "test.pools",
                "source": {"document": "By-law 1"},
                "subject": {"kind": "school"},
                "inputs": {"pool": {"type": "yes_no"}},
                "scales": {"rank": {"steps": [{"id": "good"}], "not_reached": {"id": "poor"}}},
                "layers": [
                    {"id": "must", "verdict": "met"},
                    {"id": "other", "verdict": "met", "not_applicable": "drop"},
                ],
                "tree": [
                    {"id": "1", "layer": "must"},
                    {"id": "2", "layer": "other", "when": pool},
                    {"id": "3", "layer": "other", "when": no_pool},
                    {"id": "4", "layer": "other"},
                ],
                "outcomes": [{"id": "o", "ladder": "rank", "needs": {"good": needs}}],
            }
        )
        rows = [{"school": "A", "1": "unmet", "2": "met", "3": "met", "4": "unmet"}]
        batch = assess_many(framework, write_table(tmp_path / "t.csv", rows), on=ON)
        assert rows_of(batch) == [("A", "good", "1", True, "1")]
        assert explain_rows(batch) == rows_of(batch)


class TestSharedClusters:
    """A cluster is asked once for all rows with the same cells, so that more rows cost little more."""

    def test_are_asked_once(self, counted, tmp_path):
        words = ("muc-1", "muc-2", "khong-dat")
        rows = [
            {"school": f"T{i}", **{one: words[(i // 3**n) % 3] for n, one in enumerate(CRITERIA[:5])}}
            | dict.fromkeys(CRITERIA[5:], "muc-1")
            for i in range(243)
        ]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        assert len(rows_of(batch)) == 243
        # Two targets, and for each at most three words for each of fifteen criteria.
        assert counted["whole"] == 0
        assert counted["clusters"] <= 2 * 3 * 15

    def test_are_asked_once_beside_criteria_that_do_not_apply(self, counted, tmp_path):
        """In Circular 18 three criteria say nothing of the first level: that the school has no such level is known."""
        framework = kd.load("vn.tt18-2018@2025-01-25")
        words = ("muc-1", "khong-dat")
        criteria = criteria_of(framework)
        all_alike = {"stage": "thpt", "programme": "thpt", "area": "other", **dict.fromkeys(criteria, "muc-1")}
        rows = [
            {"school": f"T{i}", **all_alike} | {one: words[i >> n & 1] for n, one in enumerate(CRITERIA[:6])}
            for i in range(1, 64)
        ]
        batch = assess_many(framework, write_table(tmp_path / "t.csv", rows), on="2026-06-30")
        assert {target for _, target, *_ in rows_of(batch)} == {"muc-1"}
        assert counted["whole"] == 0
        assert counted["clusters"] <= 2 * len(criteria)

    def test_are_asked_once_for_rows_of_different_days(self, counted, tmp_path):
        rows = [
            {"school": f"T{i}", "date": f"2027-05-{i + 1:02}", **dict.fromkeys(CRITERIA, "muc-1")} for i in range(30)
        ]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows))
        assert len(rows_of(batch)) == 30
        assert counted["clusters"] == len(CRITERIA)

    def test_are_asked_anew_where_much_is_kept_already(self, counted, monkeypatch, tmp_path):
        """What is kept does not grow with the rows; the answers are the same."""
        words = ("muc-1", "khong-dat", "")
        rows = [
            {"school": f"T{i}", **{one: words[(i // 3**n) % 3] for n, one in enumerate(CRITERIA[:3])}}
            | dict.fromkeys(CRITERIA[3:], "muc-2")
            for i in range(27)
        ]
        file = write_table(tmp_path / "t.csv", rows)
        expected, asked = rows_of(assess_many(SECONDARY, file, on=ON)), counted["clusters"]
        monkeypatch.setattr(cluster_rows, "_MAX_KEPT", 20)
        monkeypatch.setattr(cluster_rows, "_MAX_TARGETS", 1)
        assert rows_of(assess_many(SECONDARY, file, on=ON)) == expected
        assert counted["clusters"] > 2 * asked

    def test_tell_what_a_row_lacks_that_others_have(self, tmp_path):
        whole = dict.fromkeys(CRITERIA, "muc-2")
        rows = [{"school": "A", **whole, "1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}, {"school": "B", **whole}]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        ((school, target, changes, proved, necessary),) = rows_of(batch)
        assert (school, target, changes, proved, necessary) == ("A", "muc-2", "1.1/muc-2; 3.3/muc-1", True, "3.3/muc-1")
