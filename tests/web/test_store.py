"""The store keeps what it is given, refuses the second of two edits, and its log replays to what it keeps."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect

import kiemdinh as kd
from kiemdinh.web.store import (
    EditedSinceError,
    EntryPlace,
    Store,
    UnknownSchoolError,
    fill_store,
    join_entries,
    replay_changes,
    split_dossier,
)
from kiemdinh.web.store.tables import METADATA

AT = dt.datetime(2027, 6, 30, 8, 5, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]
DOSSIER = {
    "school": {"id": "A", "name": "Trường A", "stages": ["thcs"], "district": "H1"},
    "framework": "vn.tt57-2026.pho-thong",
    "date": "2027-06-30",
    "findings": {"1.1": {"is": "muc-1", "why": "Thiếu kế hoạch"}},
    "evidence": {"MC.1.1.01": {"title": "Kế hoạch"}},
}
OWN = EntryPlace("findings", "1.1")

kept_records = st.one_of(
    st.sampled_from(["muc-1", "muc-2"]), st.fixed_dictionaries({"is": st.just("met"), "why": st.text()})
)
records = st.none() | kept_records
parts = st.sampled_from(["findings", "external", "evidence", "inputs", "stages.thcs.findings"])
places = st.builds(EntryPlace, parts, st.text(min_size=1, max_size=3))
edits = st.lists(st.dictionaries(places, records, max_size=4), max_size=8)


NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def drawn_store():
    with Store("sqlite://") as opened:
        yield opened


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path}/board.db") as opened:
        opened.put("A", DOSSIER, author=None, at=AT)
        yield opened


class TestEntries:
    @given(st.dictionaries(places, kept_records))
    def test_what_is_put_together_falls_apart_into_the_same(self, entries):
        assert split_dossier(join_entries(entries)) == entries

    def test_an_empty_index_is_kept_and_a_missing_one_stays_missing(self):
        assert join_entries(split_dossier({"evidence": {}})) == {"evidence": {}}
        assert join_entries(split_dossier({"findings": {}})) == {}

    def test_an_empty_index_that_is_filled_is_handed_over_unchanged(self):
        empty = {}
        join_entries({EntryPlace("", "evidence"): empty, EntryPlace("evidence", "MC"): "Kế hoạch"})
        assert empty == {}


class TestEdits:
    @settings(deadline=None)
    @given(edits)
    def test_the_log_of_drawn_edits_replays_to_what_is_kept_at_every_revision(self, drawn_store, drawn):
        store, school = drawn_store, f"S{next(NUMBERS)}"
        store.put(school, DOSSIER, author=None, at=AT)
        expected = {1: dict(split_dossier(DOSSIER))}
        for wanted in drawn:
            number = store.find(school).revision
            state = {k: v for k, v in {**expected[number], **wanted}.items() if v is not None}
            expected[store.edit(school, number, wanted, author="an", at=AT).revision] = state
        log = store.read_log(school)
        assert [one.number for one in log] == list(expected)
        for number, state in expected.items():
            assert store.read_dossier(school, revision=number) == join_entries(state)
        assert store.read_dossier(school) == join_entries(expected[len(log)])
        for one in log:
            before = replay_changes(c for r in log if r.number < one.number for c in r.changes)
            assert all(before.get(change.place) == change.before for change in one.changes)

    def test_the_log_tells_who_changed_what_and_when(self, store):
        store.edit("A", 1, {OWN: "muc-2"}, author="hong", at=AT)
        (made,) = store.read_log("A", since=1)
        assert (made.number, made.author, made.at) == (2, "hong", AT)
        assert made.changes == ((OWN, {"is": "muc-1", "why": "Thiếu kế hoạch"}, "muc-2"),)

    def test_the_second_edit_of_a_revision_is_refused_and_changes_nothing(self, store):
        store.edit("A", 1, {OWN: "muc-2"}, author="hong", at=AT)
        with pytest.raises(EditedSinceError) as refused:
            store.edit("A", 1, {OWN: "khong-dat"}, author="lan", at=AT)
        assert refused.value.school.revision == 2
        assert store.read_dossier("A")["findings"] == {"1.1": "muc-2"}

    def test_an_edit_that_changes_nothing_is_no_revision(self, store):
        assert store.edit("A", 1, {OWN: DOSSIER["findings"]["1.1"]}, author="hong", at=AT).revision == 1
        assert store.put("A", DOSSIER, author="hong", at=AT).revision == 1

    def test_a_dossier_put_again_drops_what_it_no_longer_says(self, store):
        without = {key: value for key, value in DOSSIER.items() if key != "findings"}
        assert store.put("A", without, author=None, at=AT).revision == 2
        assert store.read_dossier("A") == without

    def test_of_many_threads_that_edit_one_revision_one_succeeds(self, store):
        made, refused = [], []

        def edit(word):
            try:
                made.append(store.edit("A", 1, {OWN: word}, author=word, at=AT))
            except EditedSinceError:
                refused.append(word)

        threads = [threading.Thread(target=edit, args=(f"muc-{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(made), len(refused)) == (1, 7)

    def test_a_school_that_is_not_there(self, store):
        for ask in (store.find, store.read_dossier, store.read_log):
            with pytest.raises(UnknownSchoolError):
                ask("B")
        with pytest.raises(UnknownSchoolError):
            store.edit("B", 1, {}, author=None, at=AT)

    def test_what_lists_show_follows_the_dossier(self, store):
        (listed,) = store.list_schools()
        assert (listed.name, listed.area, listed.stages, listed.revision) == ("Trường A", "H1", ("thcs",), 1)
        store.edit("A", 1, {EntryPlace("", "school"): {"name": "Trường B", "commune": "X"}}, author=None, at=AT)
        (listed,) = store.list_schools()
        assert (listed.name, listed.area, listed.stages, listed.revision) == ("Trường B", "X", (), 2)


class TestDatabase:
    def test_the_migrations_make_the_tables_that_are_used(self, tmp_path):
        url = f"sqlite:///{tmp_path}/board.db"
        Store(url).close()
        engines = [create_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("board", "other")]
        METADATA.create_all(engines[1])
        made, wanted = map(inspect, engines)
        for table in METADATA.tables:
            assert str(made.get_columns(table)) == str(wanted.get_columns(table))
            assert made.get_pk_constraint(table) == wanted.get_pk_constraint(table)
            assert str(made.get_indexes(table)) == str(wanted.get_indexes(table))
        for engine in engines:
            engine.dispose()

    def test_a_store_of_before_gets_what_it_lacks_and_keeps_what_it_has(self, tmp_path):
        url = f"sqlite:///{tmp_path}/board.db"
        with Store(url) as first:
            school = first.put("A", DOSSIER, author=None, at=AT)
            with first.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE standing")
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = '1'")
        with Store(url) as second:
            assert second.read_dossier("A") == DOSSIER
            assert second.read_standings("b") == {}
            second.keep_standings("b", {school: "text"})
            assert second.read_standings("b") == {school: "text"}
            assert second.read_standings("c") == {}

    def test_what_is_no_store_is_told_and_left_as_it_is(self, tmp_path):
        (tmp_path / "text.db").write_text("no database, and longer than the head of one: " + "x" * 200)
        (tmp_path / "folder.db").mkdir()
        unusable = [f"sqlite:///{tmp_path}/{name}" for name in ("text.db", "folder.db", "none/board.db")]
        for url in [*unusable, "what://board.db", "board.db", "", "postgresql+none://me:secret@localhost/x"]:
            with pytest.raises(kd.InputError) as refused:
                Store(url)
            (found,) = refused.value.diagnostics
            assert found.code == "KD001"
            assert "secret" not in str(found)
            assert "the store cannot be opened: " in found.to_text("en")
        assert (tmp_path / "text.db").read_text().startswith("no database")
        assert not (tmp_path / "none").exists()

    def test_a_store_of_a_newer_version_is_told(self, tmp_path):
        url = f"sqlite:///{tmp_path}/board.db"
        with Store(url) as first, first.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '99'")
        with pytest.raises(kd.InputError, match="a newer version of kiemdinh"):
            Store(url)

    def test_a_store_that_is_opened_again_has_what_was_kept(self, tmp_path):
        url = f"sqlite:///{tmp_path}/board.db"
        with Store(url) as first:
            first.put("A", DOSSIER, author=None, at=AT)
            secret = first.find_secret("forms")
        with Store(url) as second:
            assert second.read_dossier("A") == DOSSIER
            assert second.find_secret("forms") == secret != second.find_secret("others")

    def test_readers_go_on_while_one_writes(self, tmp_path):
        Store(f"sqlite:///{tmp_path}/board.db").close()
        with closing(sqlite3.connect(tmp_path / "board.db")) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


class TestFilling:
    FRAMEWORK = kd.load("vn.tt57-2026.pho-thong")

    def fill(self, store, *sources, **options):
        options = {"framework": self.FRAMEWORK, "author": "so", "at": AT} | options
        return fill_store(store, sources, **options)

    def test_a_table_gives_a_dossier_for_each_school_that_assesses_alike(self, store):
        folder = ROOT / "examples" / "tinh-mau"
        filled = self.fill(
            store,
            folder / "schools.csv",
            on=dt.date(2027, 6, 30),
            columns=folder / "columns.yaml",
            register=folder / "register.csv",
        )
        assert (len(filled.schools), filled.problems) == (200, [])
        # examples/tinh-mau/README.md: 81 schools at level 2, 84 at level 1, 35 of which no level is guaranteed.
        dossiers = store.read_dossiers(filled.schools).values()
        levels = [kd.assess(self.FRAMEWORK, dossier).level for dossier in dossiers]
        reached = [level and level.id for level in levels]
        assert [reached.count(one) for one in ("muc-2", "muc-1")] == [81, 84]
        assert store.find("SYN-003").area == "M02"

    def test_a_folder_gives_its_dossiers_and_tells_the_one_that_cannot_be_read(self, store, tmp_path):
        (tmp_path / "good").mkdir()
        (tmp_path / "good" / "dossier.yaml").write_text(
            "school: {name: Tốt}\ndate: 2027-06-30\nfindings: {'1.1': muc-1}"
        )
        (tmp_path / "bad.yaml").write_text("school: {id: X}\ndate: 2027-06-30\nfindings: {'9.9': muc-1}")
        (tmp_path / "efforts.yaml").write_text("'1.2': 3")
        filled = self.fill(store, tmp_path)
        assert filled.schools == ["Tốt"]
        assert [(Path(one.file).name, one.code) for one in filled.problems] == [("bad.yaml", "KD301")]

    def test_a_dossier_without_a_name_is_known_by_its_folder_wherever_one_stands(self, store, tmp_path, monkeypatch):
        """An empty id would have no page."""
        (tmp_path / "thcs-an").mkdir()
        (tmp_path / "thcs-an" / "dossier.yaml").write_text("date: 2027-06-30\nfindings: {'1.1': muc-1}")
        monkeypatch.chdir(tmp_path / "thcs-an")
        assert self.fill(store, Path("dossier.yaml")).schools == ["thcs-an"]

    def test_an_example_has_the_same_digest_as_its_file(self, store):
        path = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"
        (school,) = self.fill(store, path).schools
        kept = kd.assess(None, store.read_dossier(school))
        assert kept.dossier_digest == kd.assess(None, path).dossier_digest

    def test_filled_again_nothing_is_a_new_revision(self, store):
        path = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"
        for _ in range(2):
            (school,) = self.fill(store, path).schools
        assert store.find(school).revision == 1

    def test_two_dossiers_of_one_school_are_told_and_the_first_is_taken(self, store, tmp_path):
        """Dossiers without an id are known by the name of their folder, which two in one folder share."""
        for name in ("a", "b", "c"):
            level = "muc-1" if name == "a" else "muc-2"
            (tmp_path / f"{name}.yaml").write_text(f"date: 2027-06-30\nschool: {{}}\nfindings: {{'1.1': {level}}}")
        filled = self.fill(store, tmp_path)
        assert filled.schools == [tmp_path.name]
        assert [(Path(one.file).name, one.code) for one in filled.problems] == [
            ("b.yaml", "KD707"),
            ("c.yaml", "KD707"),
        ]
        assert "a.yaml" in filled.problems[0].to_text("en")
        assert store.read_dossier(tmp_path.name)["findings"] == {"1.1": "muc-1"}
        assert store.find(tmp_path.name).revision == 1

    def test_what_was_edited_is_replaced_where_that_is_asked_for_alone(self, store):
        path = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"
        (school,) = self.fill(store, path).schools
        edited = store.edit(school, 1, {EntryPlace("findings", "1.1"): "muc-1"}, author="hong", at=AT)
        filled = self.fill(store, path)
        assert (filled.schools, filled.left) == ([], [school])
        assert store.find(school) == edited
        filled = self.fill(store, path, replace=True)
        assert (filled.schools, filled.left) == ([school], [])
        assert store.read_dossier(school) == store.read_dossier(school, revision=1)
        assert store.find(school).revision == 3

    def test_a_table_without_a_framework_is_refused(self, store, tmp_path):
        (tmp_path / "schools.csv").write_text("school;1.1\nA;muc-1\n")
        with pytest.raises(kd.InputError, match="KD330"):
            self.fill(store, tmp_path / "schools.csv", framework=None)
