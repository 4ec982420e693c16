"""The clauses of Circular 18/2018 that are hard to say: each on a truth table, and with an unknown in every place.

A school that reaches Mức 4 is changed in one clause at a time, so that the level of the school is the level of the
criterion that the clause belongs to.
"""

from functools import cache
from pathlib import Path

import pytest

from completions import VERDICTS, YES_NO, assert_joins, filled, put
from kiemdinh.api.assess import assess
from kiemdinh.parsing.readers import read_file
from kiemdinh.rules import MET
from kiemdinh.standards.catalogue import load

ON = "2022-09-30"
YEARS = ("2017-2018", "2018-2019", "2019-2020", "2020-2021", "2021-2022")
PARTY = {"x": "hoan-thanh-xuat-sac", "t": "hoan-thanh-tot", "h": "hoan-thanh", "k": "khong-hoan-thanh"}
PRINCIPAL = {"t": "tot", "k": "kha", "d": "dat", "c": "chua-dat"}
PROGRAMMES = ("tieu-hoc", "thcs", "thpt", "chuyen")
AREAS = ("difficult", "other")


PATH = Path(__file__).parents[1] / "data" / "definitions" / "tt18-2018.yaml"


@cache
def framework():
    return load(PATH)


@cache
def cut(*kept):
    """The same definition with one criterion and one clause only, so that many schools can be assessed quickly."""
    whole = read_file(PATH).data
    standards = [
        {**node, "parts": [part for part in node["parts"] if part["id"] in kept]}
        for node in whole["tree"]
        if "parts" in node
    ]
    clauses = [node for node in whole["tree"] if node["id"] in kept]
    tree = [node for node in standards if node["parts"] and node.get("layer") == "standard"] + clauses
    return load(whole | {"tree": tree}, unofficial=True)


def each_year(value):
    return dict.fromkeys(YEARS, value)


def school(*programmes):
    """A school with one stage for each programme, at Mức 4 in everything."""
    judged = [
        info.id
        for info in framework().nodes.values()
        if info.verdict == "met" and not info.parts and info.node.met_if is None
    ]

    def by_stage(value):
        return dict.fromkeys(programmes, value)

    inputs = {
        "area": "other", "place": "rural", "commune": "other", "cohort_completed": "true", "after_2001": "true",
        "specialised": "false", "programme": {programme: programme for programme in programmes},
        "party_rating": each_year("hoan-thanh-tot"), "principal_rating": each_year("tot"),
        "teachers": each_year(40), "teachers_trained": each_year(40), "teachers_above": each_year("50%"),
        "teachers_dat": each_year(40), "teachers_kha": each_year(40), "teachers_tot": each_year(40),
        "disciplined": each_year(0), "site": 9000, "students": 900, "playground": 2000, "used_area": 8000,
        "classes": 30, "largest_class": by_stage(35), "outstanding": each_year("true"),
        "excellent": by_stage("30%"), "good": by_stage("60%"), "weak": by_stage("0%"), "conduct": by_stage("100%"),
        "grade_completed": by_stage("100%"), "eleven_completed": by_stage("100%"), "dropout": "0%", "repetition": "0%",
    }  # fmt: skip
    external = dict.fromkeys(judged, "met")
    return {"school": {"stages": list(programmes)}, "external": external, "inputs": inputs, "complete": ["held"]}


THCS = ("thcs",)
BOTH = ("thcs", "thpt")


def given(name, *at):
    return ("inputs", name, *at)


def at(node):
    return ("external", node)


def over_years(name, words, letters):
    """A yearly rating written as a letter for each year, oldest first."""
    return {given(name, year): words[letter] for year, letter in zip(YEARS, letters, strict=True)}


def level(dossier):
    result = assess(framework(), dossier, on=ON)
    assert result.determined
    return result.outcome.id


def assert_level(dossier, wanted, criterion=None):
    assert level(dossier) == wanted
    if criterion is not None and wanted != "muc-4":
        assert assess(framework(), dossier, on=ON).node(criterion).outcome.id == wanted


def assert_unknowns(dossier, places, *kept, matters=(), together=2):
    """The join, of one and of two unknowns, in the definition cut down to the criterion and clause *kept*."""
    small = cut(*kept)
    external = {node: said for node, said in dossier["external"].items() if node in small.nodes}
    assert_joins(small, dossier | {"external": external}, places, on=ON, matters=matters, together=together)


@pytest.mark.parametrize("programmes", [THCS, BOTH, ("chuyen",), ("tieu-hoc", "thcs"), ("tieu-hoc", "thcs", "thpt")])
def test_the_school_that_is_changed_reaches_the_highest_level_and_both_awards(programmes):
    result = assess(framework(), school(*programmes), on=ON)
    assert result.outcome.id == "muc-4"
    assert [award.certain.id for award in result.awards] == ["cap-do-4", "muc-do-2"]


class TestCarryOf12:
    """2.3 A criterion without requirements of its own at a level says so: its lower level carries (it reaches the
    level by reaching the one below)."""

    PLACES = ("1.2/muc-1/a", "1.2/muc-1/b", "1.2/muc-1/c", "1.2/muc-2/p1", "1.2/muc-2/p2")

    @pytest.mark.parametrize(
        ("unmet", "wanted"),
        [((), "muc-4"), (("1.2/muc-2/p1",), "muc-1"), (("1.2/muc-1/b",), "khong-dat")],
    )
    def test_table(self, unmet, wanted):
        assert_level(filled(school(*THCS), {at(node): "unmet" for node in unmet}), wanted, "1.2")

    def test_level_3_is_reached_by_reaching_level_2(self):
        assert assess(framework(), school(*THCS), on=ON).node("1.2").guaranteed.id == "muc-3"

    @pytest.mark.parametrize("claimed", ["muc-2", "muc-3"])
    def test_a_claim_of_the_level_that_carries(self, claimed):
        dossier = school(*THCS)
        external = {node: said for node, said in dossier["external"].items() if node not in self.PLACES}
        assert level(dossier | {"external": external | {"1.2": claimed}}) == "muc-4"

    def test_unknowns(self):
        places = {at(node): VERDICTS for node in self.PLACES}
        assert_unknowns(school(*THCS), places, "1.2", "22.4", matters=list(places))


class TestParty13:
    """4.5 "The last n years" are the n latest school years that ended on or before the evidence date."""

    @pytest.mark.parametrize(
        ("ratings", "wanted"),
        [
            ("ttttt", "muc-4"),
            ("tthhh", "muc-4"),  # two years well, the others done
            ("hhhtt", "muc-4"),
            ("xxhhh", "muc-4"),  # excellently is well
            ("xthhh", "muc-4"),
            ("thhhh", "muc-2"),  # one year: Mức 2
            ("hhhhx", "muc-2"),
            ("hhhhh", "muc-1"),  # none
            ("tthhk", "muc-1"),  # the others are not all done
            ("xxxxk", "muc-1"),
        ],
    )
    def test_table(self, ratings, wanted):
        assert_level(filled(school(*THCS), over_years("party_rating", PARTY, ratings)), wanted, "1.3")

    @pytest.mark.parametrize(
        ("unmet", "wanted"),
        [("1.3/muc-2/a/a1", "muc-1"), ("1.3/muc-2/b", "muc-1"), ("1.3/muc-3/b", "muc-2"), ("1.3/muc-1/c", "khong-dat")],
    )
    def test_the_judged_parts_beside_it(self, unmet, wanted):
        assert_level(put(school(*THCS), at(unmet), "unmet"), wanted, "1.3")

    @pytest.mark.parametrize("ratings", ["tthhh", "thhhh", "hhhhh", "tthhk"])
    def test_unknowns(self, ratings):
        dossier = filled(school(*THCS), over_years("party_rating", PARTY, ratings))
        places = {given("party_rating", year): tuple(PARTY.values()) for year in YEARS}
        places |= {at(node): VERDICTS for node in ("1.3/muc-2/a/a1", "1.3/muc-2/b", "1.3/muc-3/b")}
        matters = list(places) if ratings in ("tthhh", "thhhh") else ()
        matters = [place for place in matters if ratings == "tthhh" or place != at("1.3/muc-3/b")]
        assert_unknowns(dossier, places, "1.3", "22.4", matters=matters, together=2 if ratings == "tthhh" else 1)


class TestClassSizes15:
    """2.6 A threshold that names a stage is held against that stage's own figures. 1.7 A requirement leaves its
    group by the definition's `when`."""

    @pytest.mark.parametrize(
        ("programmes", "changes", "wanted"),
        [
            (BOTH, {}, "muc-4"),
            (BOTH, {given("largest_class", "thcs"): 40, given("largest_class", "thpt"): 40}, "muc-4"),
            (BOTH, {given("largest_class", "thcs"): 41}, "muc-2"),
            (BOTH, {given("largest_class", "thpt"): 41}, "muc-2"),
            (("tieu-hoc", "thcs"), {given("largest_class", "thcs"): 40}, "muc-4"),
            (("tieu-hoc", "thcs"), {given("largest_class", "tieu-hoc"): 36}, "muc-2"),
            (BOTH, {given("classes"): 45}, "muc-4"),
            (BOTH, {given("classes"): 46}, "muc-1"),
            (BOTH, {at("1.5/muc-2/p2"): "unmet"}, "muc-1"),
        ],
    )
    def test_table(self, programmes, changes, wanted):
        assert_level(filled(school(*programmes), changes), wanted, "1.5")

    @pytest.mark.parametrize(("by_its_own_rules", "wanted"), [("met", "muc-4"), ("unmet", "muc-2")])
    def test_a_specialised_school_follows_its_own_rules_instead(self, by_its_own_rules, wanted):
        changes = {given("specialised"): "true", given("largest_class", "thcs"): 50, given("largest_class", "thpt"): 50}
        dossier = filled(school(*BOTH), changes | {at("1.5/muc-3/p4"): by_its_own_rules})
        assert_level(dossier, wanted, "1.5")

    def test_its_own_rules_do_not_concern_another_school(self):
        assert level(put(school(*BOTH), at("1.5/muc-3/p4"), "unmet")) == "muc-4"

    @pytest.mark.parametrize("specialised", YES_NO)
    @pytest.mark.parametrize("size", [35, 38, 41])
    def test_unknowns(self, size, specialised):
        programmes = ("tieu-hoc", "thcs")
        dossier = filled(
            school(*programmes),
            {given("specialised"): specialised, given("largest_class"): dict.fromkeys(programmes, size)},
        )
        places = {given("largest_class", stage): (35, 36, 40, 41) for stage in programmes}
        places |= {given("programme", stage): PROGRAMMES for stage in programmes}
        places |= {given("specialised"): YES_NO, given("classes"): (1, 45, 46), at("1.5/muc-3/p4"): VERDICTS}
        assert_unknowns(dossier, places, "1.5", "22.4", matters=[given("classes")])


class TestPrincipal21:
    """1.3 `all`: both readings are conjunctions. 3.6 Reasons of unknown are data."""

    @pytest.mark.parametrize(
        ("ratings", "wanted"),
        [
            ("ttttt", "muc-4"),
            ("kkkkt", "muc-4"),
            ("tkkkk", "muc-4"),
            ("kkkkk", "muc-2"),  # all khá, none tốt
            ("ttttd", "muc-2"),  # four tốt, one đạt
            ("dttkk", "muc-2"),
            ("kkddd", "muc-2"),
            ("kdddd", "muc-1"),  # one year of khá
            ("ddddd", "muc-1"),
            ("ttttc", "khong-dat"),  # this year below đạt
            ("ctttt", "muc-2"),
        ],
    )
    def test_table(self, ratings, wanted):
        assert_level(filled(school(*THCS), over_years("principal_rating", PRINCIPAL, ratings)), wanted, "2.1")

    @pytest.mark.parametrize("ratings", ["kkkkt", "kkkkk", "kkddd", "kdddd"])
    def test_unknowns(self, ratings):
        dossier = filled(school(*THCS), over_years("principal_rating", PRINCIPAL, ratings))
        places = {given("principal_rating", year): tuple(PRINCIPAL.values()) for year in YEARS}
        assert_unknowns(dossier, places, "2.1", "22.4", matters=list(places) if ratings in ("kkkkt", "kkkkk") else ())

    def test_a_missing_year_is_a_missing_figure(self):
        dossier = school(*THCS)
        del dossier["inputs"]["principal_rating"][YEARS[2]]
        assert assess(framework(), dossier, on=ON).node("2.1/muc-3/p1").reasons == ("missing figure",)


class TestTeachers22:
    """1.5 "At least 70 % of n" compares 100 x passed with 70 x n; no float enters a verdict."""

    @pytest.mark.parametrize(
        ("area", "changes", "wanted"),
        [
            ("other", {"teachers_kha": 32, "teachers_tot": 12}, "muc-4"),  # 80 %, 30 %
            ("other", {"teachers_kha": 31, "teachers_tot": 12}, "muc-2"),
            ("other", {"teachers_kha": 32, "teachers_tot": 11}, "muc-2"),
            ("other", {"teachers_kha": 24, "teachers_tot": 12}, "muc-2"),  # 60 %
            ("other", {"teachers_kha": 23, "teachers_tot": 12}, "muc-1"),
            ("difficult", {"teachers_kha": 28, "teachers_tot": 8}, "muc-4"),  # 70 %, 20 %
            ("difficult", {"teachers_kha": 27, "teachers_tot": 8}, "muc-2"),
            ("difficult", {"teachers_kha": 28, "teachers_tot": 7}, "muc-2"),
            ("difficult", {"teachers_kha": 20, "teachers_tot": 8}, "muc-2"),  # 50 %
            ("difficult", {"teachers_kha": 19, "teachers_tot": 8}, "muc-1"),
            ("other", {"teachers_dat": 39}, "muc-1"),  # 100 % in each of five years
            ("other", {"disciplined": 1}, "muc-1"),
        ],
    )
    @pytest.mark.parametrize("year", [YEARS[0], YEARS[3]])
    def test_one_year_of_the_five_decides(self, area, changes, wanted, year):
        changed = {given(name, year): value for name, value in changes.items()}
        assert_level(filled(school(*THCS), changed | {given("area"): area}), wanted, "2.2")

    @pytest.mark.parametrize(("dat", "wanted"), [(40, "muc-4"), (39, "muc-1"), (38, "muc-1"), (37, "khong-dat")])
    def test_this_year_level_1_asks_95_percent(self, dat, wanted):
        assert_level(put(school(*THCS), given("teachers_dat", YEARS[4]), dat), wanted, "2.2")

    def test_a_share_is_of_that_years_teachers(self):
        changes = {given("teachers", YEARS[1]): 30, given("teachers_dat", YEARS[1]): 30}
        changes |= {given("teachers_tot", YEARS[1]): 9, given("teachers_kha", YEARS[1]): 24}
        assert level(filled(school(*THCS), changes)) == "muc-4"
        assert level(filled(school(*THCS), changes | {given("teachers_kha", YEARS[1]): 23})) == "muc-2"

    @pytest.mark.parametrize("area", AREAS)
    @pytest.mark.parametrize(("kha", "tot"), [(32, 12), (28, 12), (24, 8), (20, 8)])
    def test_unknowns(self, kha, tot, area):
        changes = {given("teachers_kha"): each_year(kha), given("teachers_tot"): each_year(tot)}
        dossier = filled(school(*THCS), changes | {given("area"): area})
        places = {given("area"): AREAS}
        for year in YEARS:
            places[given("teachers_kha", year)] = (0, 19, 20, 24, 28, 32, 40)
            places[given("teachers_tot", year)] = (0, 7, 8, 11, 12, 40)
            places[given("teachers_dat", year)] = (37, 38, 39, 40)
        matters = [given("teachers_dat", YEARS[4])]
        assert_unknowns(dossier, places, "2.2", "22.4", matters=matters, together=1)

    @pytest.mark.parametrize("kha", [20, 28, 32])
    def test_an_unknown_area_beside_an_unknown_number(self, kha):
        dossier = put(school(*THCS), given("teachers_tot"), each_year(8))
        places = {given("area"): AREAS, given("teachers_kha", YEARS[2]): (19, 20, 24, 27, 28, 31, 32)}
        assert_unknowns(put(dossier, given("teachers_kha"), each_year(kha)), places, "2.2", "22.4")

    def test_an_unknown_number_of_teachers(self):
        places = {given("teachers", year): (40, 41, 50, 1000) for year in YEARS}
        assert_unknowns(school(*THCS), places, "2.2", "22.4", matters=list(places), together=1)


class TestSite31:
    """1.7 An unknown context value that bears on several members or thresholds is settled by cases, joined."""

    @pytest.mark.parametrize(
        ("changes", "wanted"),
        [
            ({}, "muc-4"),
            ({"site": 8999}, "muc-2"),  # rural: 10 m2 for each of 900
            ({"site": 5400, "place": "inner_city"}, "muc-4"),  # inner city: 6 m2
            ({"site": 5399, "place": "inner_city"}, "muc-2"),
            ({"playground": 1999}, "muc-2"),  # 25 % of 8000
            ({"students": 901}, "muc-2"),
        ],
    )
    def test_table(self, changes, wanted):
        assert_level(filled(school(*THCS), {given(k): v for k, v in changes.items()}), wanted, "3.1")

    @pytest.mark.parametrize(("after_2001", "wanted"), [("true", "muc-2"), ("false", "muc-4")])
    def test_the_ground_of_a_school_founded_after_2001(self, after_2001, wanted):
        dossier = filled(school(*THCS), {at("3.1/muc-3/p3"): "unmet", given("after_2001"): after_2001})
        assert_level(dossier, wanted, "3.1")

    @pytest.mark.parametrize("site", [5399, 5400, 9000])
    @pytest.mark.parametrize("ground", VERDICTS)
    def test_unknowns(self, site, ground):
        dossier = filled(school(*THCS), {given("site"): site, at("3.1/muc-3/p3"): ground})
        places = {
            given("place"): ("inner_city", "rural"),
            given("after_2001"): YES_NO,
            given("site"): (0, 5399, 5400, 8999, 9000),
            given("students"): (1, 899, 900, 901, 2000),
            given("playground"): (0, 1999, 2000),
            given("used_area"): (1, 8000, 8001),
            at("3.1/muc-3/p3"): VERDICTS,
        }
        assert_unknowns(dossier, places, "3.1", "22.4")

    def test_either_place_will_do_where_the_ground_is_large(self):
        assert level(put(school(*THCS), given("place"), "unknown")) == "muc-4"


class TestResults56:
    """2.6 A threshold that names a stage is held against that stage's own figures."""

    @pytest.mark.parametrize(
        ("area", "stage", "name", "enough", "short"),
        [
            ("difficult", "thcs", "excellent", "5%", "4.9%"),
            ("difficult", "thpt", "excellent", "5%", "4.9%"),
            ("other", "thcs", "excellent", "10%", "9.9%"),
            ("other", "thpt", "excellent", "10%", "9.9%"),
            ("difficult", "thcs", "good", "30%", "29.9%"),
            ("difficult", "thpt", "good", "20%", "19.9%"),
            ("other", "thcs", "good", "35%", "34.9%"),
            ("other", "thpt", "good", "25%", "24.9%"),
            ("difficult", "thcs", "weak", "10%", "10.1%"),
            ("difficult", "thpt", "weak", "10%", "10.1%"),
            ("other", "thcs", "weak", "5%", "5.1%"),
            ("other", "thpt", "weak", "5%", "5.1%"),
            ("other", "thcs", "conduct", "90%", "89.9%"),
            ("difficult", "thpt", "conduct", "90%", "89.9%"),
        ],
    )
    def test_lower_and_upper_secondary(self, area, stage, name, enough, short):
        dossier = put(school(*BOTH), given("area"), area)
        assert_level(put(dossier, given(name, stage), enough), "muc-4")
        assert_level(put(dossier, given(name, stage), short), "muc-2", "5.6")

    @pytest.mark.parametrize(
        ("area", "name", "enough", "short"),
        [
            ("difficult", "excellent", "20%", "19.9%"),
            ("other", "excellent", "25%", "24.9%"),
            ("difficult", "good", "55%", "54.9%"),
            ("other", "good", "60%", "59.9%"),
            ("difficult", "weak", "0%", "0.1%"),
            ("other", "weak", "0%", "0.1%"),
            ("difficult", "conduct", "98%", "97.9%"),
            ("other", "conduct", "98%", "97.9%"),
        ],
    )
    def test_a_school_for_the_gifted(self, area, name, enough, short):
        dossier = put(school("chuyen"), given("area"), area)
        assert_level(put(dossier, given(name, "chuyen"), enough), "muc-4")
        assert_level(put(dossier, given(name, "chuyen"), short), "muc-2", "5.6")

    @pytest.mark.parametrize(
        ("commune", "name", "enough", "short"),
        [
            ("other", "grade_completed", "95%", "94.9%"),
            ("specially_difficult", "grade_completed", "95%", "94.9%"),
            ("other", "eleven_completed", "90%", "89.9%"),
            ("specially_difficult", "eleven_completed", "80%", "79.9%"),
        ],
    )
    def test_primary_classes(self, commune, name, enough, short):
        dossier = put(school("tieu-hoc", "thcs"), given("commune"), commune)
        assert_level(put(dossier, given(name, "tieu-hoc"), enough), "muc-4")
        assert_level(put(dossier, given(name, "tieu-hoc"), short), "muc-2", "5.6")

    def test_the_children_still_at_school_concern_a_school_with_primary_classes(self):
        rest = at("5.6/muc-3/a/tieu-hoc/con-lai")
        assert level(put(school("tieu-hoc", "thcs"), rest, "unmet")) == "muc-2"
        assert level(put(school(*BOTH), rest, "unmet")) == "muc-4"

    def test_figures_of_primary_classes_do_not_meet_secondary_thresholds(self):
        changes = {given(name, "tieu-hoc"): "0%" for name in ("excellent", "good", "conduct")}
        assert level(filled(school("tieu-hoc", "thcs"), changes)) == "muc-4"

    @pytest.mark.parametrize(
        "programmes", [BOTH, ("chuyen",), ("tieu-hoc", "thcs")], ids=["thcs+thpt", "chuyen", "tieu-hoc+thcs"]
    )
    @pytest.mark.parametrize("area", AREAS)
    def test_unknowns(self, programmes, area):
        dossier = put(school(*programmes), given("area"), area)
        last = programmes[-1]
        places = {
            given("area"): AREAS,
            given("excellent", last): ("0%", "5%", "10%", "20%", "25%"),
            given("good", last): ("0%", "20%", "25%", "30%", "35%", "55%", "60%"),
            given("weak", last): ("0%", "5%", "10%", "11%"),
            given("conduct", last): ("0%", "90%", "98%"),
            given("programme", last): PROGRAMMES,
        }
        if "tieu-hoc" in programmes:
            places |= {
                given("commune"): ("specially_difficult", "other"),
                given("grade_completed", "tieu-hoc"): ("94%", "95%"),
                given("eleven_completed", "tieu-hoc"): ("79%", "80%", "90%"),
                given("programme", "tieu-hoc"): PROGRAMMES,
                at("5.6/muc-3/a/tieu-hoc/con-lai"): VERDICTS,
            }
        together = 1 if "tieu-hoc" in programmes else 2
        matters = [given("good", last), given("conduct", last)]
        assert_unknowns(dossier, places, "5.6", "22.4", matters=matters, together=together)

    @pytest.mark.parametrize("excellent", ["5%", "10%", "20%"])
    def test_an_unknown_area_and_an_unknown_programme_together(self, excellent):
        dossier = put(school(*BOTH), given("excellent", "thpt"), excellent)
        places = {given("area"): AREAS, given("programme", "thpt"): PROGRAMMES}
        assert_unknowns(dossier, places, "5.6", "22.4")

    def test_a_school_that_names_no_stages_is_open_at_level_3(self):
        """2.6 A dossier that names no stages is assessed as one part; a set over its stages is then unknown, never
        empty."""
        dossier = school(*THCS)
        dossier["school"] = {}
        dossier["inputs"] = {k: v for k, v in dossier["inputs"].items() if not (isinstance(v, dict) and "thcs" in v)}
        result = assess(framework(), dossier, on=ON)
        assert (result.level.id, result.attainable.id) == ("muc-2", "muc-4")


class TestDropout56b:
    """2.6 Where a definition declares none, a multi-stage school has one set of findings, and a threshold that names
    a stage is held against that stage's own figures."""

    @pytest.mark.parametrize(
        ("programmes", "area", "name", "enough", "over"),
        [
            (BOTH, "difficult", "dropout", "3%", "3.1%"),
            (BOTH, "other", "dropout", "1%", "1.1%"),
            (BOTH, "difficult", "repetition", "5%", "5.1%"),
            (BOTH, "other", "repetition", "2%", "2.1%"),
            (("tieu-hoc", "thcs"), "other", "dropout", "1%", "1.1%"),
            (("chuyen",), "difficult", "dropout", "0%", "0.1%"),
            (("chuyen",), "other", "repetition", "0%", "0.1%"),
        ],
    )
    def test_table(self, programmes, area, name, enough, over):
        dossier = put(school(*programmes), given("area"), area)
        assert_level(put(dossier, given(name), enough), "muc-4")
        assert_level(put(dossier, given(name), over), "muc-2", "5.6")

    @pytest.mark.parametrize("rate", ["0%", "1%", "3%", "5%"])
    def test_unknowns(self, rate):
        dossier = put(school(*BOTH), given("dropout"), rate)
        places = {
            given("area"): AREAS,
            given("dropout"): ("0%", "0.5%", "1%", "3%", "4%"),
            given("repetition"): ("0%", "2%", "5%", "6%"),
            given("programme", "thpt"): ("thpt", "chuyen"),
        }
        assert_unknowns(dossier, places, "5.6", "22.4", matters=[given("dropout")] if rate != "5%" else [])


class TestArticle22:
    """2.1 A level holds when its own condition and those of all lower levels hold."""

    @pytest.mark.parametrize(
        ("area", "unmet", "wanted"),
        [
            ("other", "22.3/3a", "muc-3"),
            ("other", "22.3/3b", "muc-3"),
            ("other", "22.3/3c", "muc-3"),
            ("difficult", "22.3/3a", "muc-3"),
            ("difficult", "22.3/3b", "muc-3"),
            ("difficult", "22.3/3c", "muc-4"),  # recognition is asked of the other areas alone
            ("other", "22.6/6b", "muc-3"),
        ],
    )
    def test_research_and_recognition(self, area, unmet, wanted):
        assert_level(filled(school(*THCS), {given("area"): area, at(unmet): "unmet"}), wanted)

    @pytest.mark.parametrize(
        ("years", "wanted"),
        [("yynnn", "muc-4"), ("nnnyy", "muc-4"), ("ynnny", "muc-4"), ("ynnnn", "muc-3"), ("nnnnn", "muc-3")],
    )
    def test_two_outstanding_years_of_five(self, years, wanted):
        assert_level(filled(school(*THCS), over_years("outstanding", {"y": "true", "n": "false"}, years)), wanted)

    def test_no_clause_makes_up_for_a_lower_level(self):
        assert level(put(school(*THCS), at("2.1/muc-2/b"), "unmet")) == "muc-1"

    @pytest.mark.parametrize("area", AREAS)
    @pytest.mark.parametrize("recognised", VERDICTS)
    def test_unknowns_of_22_3(self, area, recognised):
        dossier = filled(school(*THCS), {given("area"): area, at("22.3/3c"): recognised})
        places = {at(f"22.3/{part}"): VERDICTS for part in ("3a", "3b", "3c")} | {given("area"): AREAS}
        matters = [at("22.3/3a"), at("22.3/3b")] if recognised == "met" or area == "difficult" else []
        assert_unknowns(dossier, places, "1.2", "22.3", matters=matters, together=3)

    @pytest.mark.parametrize("years", ["yynnn", "ynnnn", "nnnnn", "yyynn"])
    def test_unknowns_of_22_6(self, years):
        dossier = filled(school(*THCS), over_years("outstanding", {"y": "true", "n": "false"}, years))
        places = {given("outstanding", year): YES_NO for year in YEARS} | {at("22.6/6b"): VERDICTS}
        assert_unknowns(
            dossier, places, "1.2", "22.6", matters=[given("outstanding", YEARS[0])] if years == "yynnn" else []
        )

    def test_awards_follow_the_reviewed_level(self):
        result = assess(framework(), put(school(*THCS), at("22.6/6b"), "unknown"), on=ON)
        grade, degree = result.awards
        assert (grade.certain.id, grade.possible.id) == ("cap-do-3", "cap-do-4")
        assert degree.grades[1].eligible is MET
