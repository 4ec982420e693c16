"""The command ``kiemdinh unverified``: a checklist for a person who holds the text of the law, and what persons found.

No framework comes with confirmations: these are of a framework of our own.
"""

import pytest
import yaml
from commands import refused, run

import kiemdinh as kd

DEFINITION = """
kiemdinh: 1
framework: org.example.lodge
vi: Nhà trọ
en: Lodges
source: {document: Rule 1, in_force: 2020-01-01}
subject: {kind: lodge}
certainty: confirmed
evidence: {items: 1, cite: Article 9, certainty: inferred}
scales:
  stars:
    certainty: unverified
    cite: Article 7
    steps: [{id: one, vi: Một sao, en: One star}, {id: two, vi: Hai sao, en: Two stars}]
layers:
  - {id: item, vi: Mục, en: Item, verdict: met}
inputs:
  rooms: {type: number, unit: rooms, vi: Số phòng, en: Rooms}
  rank: {type: scale, scale: stars, vi: Hạng, en: Rank}
tree:
  - {id: "1", vi: Phòng, en: Rooms, cite: Article 2, certainty: single_source, met_if: {value: rooms, at_least: 5}}
  - id: "2"
    vi: Quầy
    en: Desk
    cite: Article 1
    certainty: inferred
    guards:
      - {vi: "Cách đọc khác: hai quầy", en: "The other reading: two desks"}
      - {vi: "Cách đọc thứ ba", en: "A third reading"}
  - {id: "3", vi: Bữa sáng, en: Breakfast, cite: Article 3}
  - {id: "4", vi: Hạng, en: Rank, cite: Article 4, met_if: {value: rank, at_least: two, certainty: unverified}}
  - {id: "5", vi: Sân, en: Yard, cite: Article 5, wording: unknown, certainty: single_source}
outcomes: [{id: class, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
awards:
  - id: sign
    cite: Article 6
    needs: {outcome: class, is: good}
    valid: 3 years
    law: {valid: {certainty: unverified}}
"""
ACT = {
    "kiemdinh": 1,
    "amends": "org.example.lodge",
    "source": {"document": "Rule 2", "in_force": "2022-01-01"},
    "certainty": "single_source",
    "changes": [{"at": "3", "do": "remove", "cite": "Article 1"}],
    "unread": [{"en": "New forms", "vi": "Biểu mẫu mới"}],
}


@pytest.fixture
def lodge(tmp_path):
    path = tmp_path / "lodge.yaml"
    path.write_text(DEFINITION, encoding="utf-8")
    return path


def said(at, says="confirmed", **more):
    digest = kd.load(text=DEFINITION).node_digest(at)
    return {
        "at": at,
        "digest": digest,
        "role": "legal officer",
        "on": "2026-01-02",
        "document": "Rule 1",
        "says": says,
        **more,
    }


def confirm(lodge, *entries, name="org.example.lodge.confirmations.yaml", **head):
    file = {"kiemdinh": 1, "confirms": "org.example.lodge", "confirmations": list(entries), **head}
    path = lodge.parent / name
    path.write_text(yaml.safe_dump(file), encoding="utf-8")
    return path


def printed(*args, lang="en"):
    result = run("unverified", *map(str, args), "--lang", lang)
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def listed(*args):
    """The addresses for which there is a line to write, in the order of the page."""
    text = printed(*args)
    return [part.partition('"')[0] for part in text.split('- {at: "')[1:]]


class TestWhatIsListed:
    def test_article_by_article_what_is_less_than_confirmed(self, lodge):
        assert listed(lodge) == ["2", "1", "4", "5", "awards/sign", "scales/stars", "evidence"]

    def test_a_part_is_as_sure_as_the_least_sure_of_what_it_says(self, lodge):
        # The requirement, the award and their articles are confirmed; the rule of one, the term of the other are not.
        assert {"4", "awards/sign"} <= set(listed(lodge))

    def test_each_with_its_rule_every_other_reading_and_a_line_that_is_right(self, lodge):
        text = printed(lodge)
        assert "Article 2 • ☐ 1 Rooms [Article 2; one source only] – met if – Rooms: at least 5" in text
        assert "The other reading: two desks – A third reading" in text
        digest = kd.load(text=DEFINITION).node_digest("1")
        assert f'{{at: "1", digest: "{digest}", role: …, on: …, document: …, says: confirmed}}' in text

    def test_in_vietnamese(self, lodge):
        text = printed(lodge, lang="vi")
        assert text.startswith("Cần đối chiếu: Nhà trọ Dành cho người có văn bản chính thức.")
        assert "• ☐ 2 Quầy [Article 1; suy luận từ văn bản]" in text
        assert "Cách đọc khác: hai quầy – Cách đọc thứ ba" in text
        assert "7 nội dung" in text

    def test_of_a_text_that_is_not_known_what_it_says_is_to_be_noted(self, lodge):
        text = printed(lodge)
        yard = text[text.index("☐ 5 Yard") :]
        assert yard.startswith(
            "☐ 5 Yard [Article 5; one source only] – Its wording is not known here: note what the text"
        )
        assert "says: differs, note: …}" in yard

    def test_as_markdown(self, lodge):
        page = run("unverified", str(lodge), "--format", "markdown", "--lang", "en").stdout
        assert page.startswith("# To be confirmed: Lodges\n")
        assert "\n## Article 1\n" in page

    def test_it_names_the_edition_and_the_file(self, lodge):
        text = printed(lodge)
        assert "Edition: org.example.lodge@2020-01-01 7 parts" in text
        assert "org.example.lodge.confirmations.yaml" in text
        assert "--confirmations" not in text
        assert "--confirmations vn.tt19-2018.confirmations.yaml" in printed("vn.tt19-2018")

    def test_changes_that_left_nothing_behind_come_last(self):
        text = printed("vn.tt17-2018")
        last = text[text.index("Changed by 22/2024/TT-BGDĐT from 2025-01-25") :]
        assert "☐ taken away: 1.5/muc-2" in last
        assert "☐ it also says, without a change here: Article 40 is repealed" in last
        assert "replaced: " not in last

    @pytest.mark.parametrize("edition", [e.framework.edition for i in kd.catalogue() for e in kd.editions(i.id)])
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_every_line_of_every_bundled_edition_is_right(self, edition, lang):
        framework = kd.load(edition)
        lines = ["- {at: " + part.split("}", 1)[0] + "}" for part in printed(edition, lang=lang).split("- {at: ")[1:]]
        file = "\n".join(["kiemdinh: 1", f"confirms: {framework.id}", "confirmations:", *lines])
        confirmed = kd.load(framework, confirmations=file.replace("…", "2026-01-02"))
        assert len(confirmed.confirmations) == len(lines) > 0


class TestConfirmations:
    """A confirmation is shown beside the certainty and changes neither it nor a verdict."""

    def test_what_is_confirmed_is_listed_no_more(self, lodge):
        confirm(lodge, said("2"), said("scales/stars"), said("evidence"))
        assert listed(lodge) == ["1", "4", "5", "awards/sign"]

    def test_one_line_confirms_one_thing(self, lodge):
        confirm(lodge, said("1"))
        assert "2" in listed(lodge)

    def test_what_differs_is_named_with_the_note_whatever_others_say(self, lodge):
        confirm(lodge, said("2", says="differs", note="two desks"), said("2", role="inspector"))
        text = printed(lodge)
        assert "found to differ by legal officer on 2026-01-02 against Rule 1: two desks" in text
        assert "legal officer thấy khác, ngày 02/01/2026, đối chiếu với Rule 1: two desks" in printed(lodge, lang="vi")

    def test_what_differs_is_listed_though_the_definition_is_sure(self, lodge):
        confirm(lodge, said("3", says="differs", note="no breakfast"))
        assert "3" in listed(lodge)

    def test_what_an_unknown_text_says_is_shown(self, lodge):
        confirm(lodge, said("5", says="differs", note="a yard of 100 m2"))
        assert "Rule 1: a yard of 100 m2 – Its wording is not known here" in printed(lodge)

    def test_a_changed_node_loses_its_confirmation_and_the_check_says_so(self, lodge):
        confirm(lodge, said("2"))
        lodge.write_text(DEFINITION.replace("en: Desk", "en: Reception"), encoding="utf-8")
        result = run("unverified", str(lodge), "--lang", "en")
        assert "the confirmation of '2' has lapsed: it has changed since" in result.stderr
        assert '{at: "2"' in " ".join(result.stdout.split())
        assert "KD245" in run("check", str(lodge)).stderr
        shown = run("show", str(lodge), "--all", "--lang", "en").stdout
        assert "2 (lapsed: it has changed since)" in shown

    @pytest.mark.parametrize("args", [("2",), ("--all",)])
    def test_show_has_it_beside_the_certainty(self, lodge, args):
        confirm(lodge, said("2"))
        result = run("show", str(lodge), *args, "--lang", "en")
        assert result.exit_code == 0, (result.exception, result.stderr)
        shown = " ".join(result.stdout.split())
        assert "inferred" in shown
        assert "confirmed by legal officer on 2026-01-02 against Rule 1" in shown

    def test_a_file_that_comes_and_goes_is_noticed(self, lodge):
        seen = [kd.load(path=lodge).confirmations_digest]
        path = confirm(lodge, said("1"))
        seen.append(kd.load(path=lodge).confirmations_digest)
        path.unlink()
        seen.append(kd.load(path=lodge).confirmations_digest)
        assert [one is None for one in seen] == [True, False, True]

    def test_no_verdict_and_no_certainty_changes(self, lodge):
        before = kd.assess(kd.load(path=lodge), {"inputs": {"rooms": 6}}, on="2026-01-02")
        confirm(lodge, said("1"), said("2", says="differs", note="two desks"))
        after = kd.assess(kd.load(path=lodge), {"inputs": {"rooms": 6}}, on="2026-01-02")
        assert (after.outcome, after.nodes, after.footing) == (before.outcome, before.nodes, before.footing)
        assert after.framework_digest == before.framework_digest
        assert before.confirmations_digest is None
        assert after.confirmations_digest is not None


class TestFilesHandedOver:
    """A bundled definition has no folder of the user's beside it: the file is handed over."""

    def file(self, tmp_path, framework, *ats):
        entries = [said("1") | {"at": at, "digest": framework.node_digest(at)} for at in ats]
        head = {"kiemdinh": 1, "confirms": framework.id, "confirmations": entries}
        path = tmp_path / "theirs.yaml"
        path.write_text(yaml.safe_dump(head), encoding="utf-8")
        return path

    def test_of_a_bundled_framework(self, tmp_path):
        framework = kd.load("vn.tt17-2018")
        path = self.file(tmp_path, framework, "22.1", "1.1/muc-1/c")
        before, after = listed("vn.tt17-2018"), listed("vn.tt17-2018", "--confirmations", path)
        assert set(before) - set(after) == {"22.1", "1.1/muc-1/c"}

    def test_the_bundled_framework_stays_the_bundled_one(self, tmp_path):
        framework = kd.load("vn.tt17-2018")
        confirmed = kd.load("vn.tt17-2018", confirmations=self.file(tmp_path, framework, "22.1"))
        result = kd.assess(confirmed, {}, on="2025-06-30")
        assert (result.bundled, result.confirmations_digest is not None) == (True, True)

    def test_of_an_amended_edition(self, lodge):
        act = lodge.parent / "act.yaml"
        act.write_text(yaml.safe_dump(ACT), encoding="utf-8")
        later = kd.load(path=lodge, amendments=[act], confirmations=confirm(lodge, said("2"), name="later.yaml"))
        assert [one.at for one in later.confirmations] == ["2"]

    def test_an_edition_loses_what_was_confirmed_of_what_an_act_took_away(self, lodge):
        confirm(lodge, said("2"), said("3", says="differs", note="no breakfast"))
        later = kd.apply(kd.load(path=lodge), ACT)
        assert [one.at for one in later.confirmations] == ["2"]
        assert later.warnings == ()

    def test_check_takes_it_by_the_id_that_it_names(self, tmp_path):
        path = self.file(tmp_path, kd.load("vn.tt17-2018"), "22.1")
        assert "confirmations, ok" in run("check", str(path), "--lang", "en").stdout
        path.write_text(
            path.read_text(encoding="utf-8").replace("digest: sha256:", "digest: sha256:0"), encoding="utf-8"
        )
        result = run("check", str(path))
        assert (result.exit_code, "KD245" in result.stderr) == (0, True)

    def test_check_passes_over_one_whose_definition_is_not_known(self, lodge):
        path = confirm(lodge, said("2"))
        assert "passed over" in run("check", str(path), "--lang", "en").stdout
        assert "confirmations, ok" in run("check", str(path), "--framework", str(lodge), "--lang", "en").stdout


class TestBadFiles:
    """What is wrong with a file of confirmations is told at its lines, all at once."""

    @pytest.mark.parametrize(
        ("change", "codes"),
        [
            ({"at": "9"}, ["KD208"]),
            ({"at": "awards/sing"}, ["KD208"]),
            ({"at": "evidenc"}, ["KD208"]),
            ({"says": "maybe"}, ["KD104"]),
            ({"says": "differs"}, ["KD104"]),
            ({"on": "yesterday"}, ["KD107"]),
            ({"role": None}, ["KD012"]),
            ({"name": "A person"}, ["KD102"]),
            ({"by": "A person"}, ["KD102"]),
            ({"digest": 5, "on": 7}, ["KD107"]),
            ({"at": ["1"]}, ["KD103"]),
        ],
        ids=str,
    )
    def test_an_entry(self, lodge, change, codes):
        path = confirm(lodge, said("2") | change)
        with pytest.raises(kd.InputError) as caught:
            kd.load(path=lodge)
        assert [found.code for found in caught.value.diagnostics] == codes
        assert {(found.file, found.line is not None) for found in caught.value.diagnostics} == {(str(path), True)}

    @pytest.mark.parametrize("key", ["at", "digest", "role", "on", "document"])
    def test_an_entry_that_leaves_something_out(self, lodge, key):
        entry = said("2")
        del entry[key]
        confirm(lodge, entry)
        assert refused(run("unverified", str(lodge)), "KD101", f"'{key}'")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "KD009"),
            ("confirmations: [", "KD00"),
            ("- 1\n- 2\n", "KD"),
            ("kiemdinh: 1\nconfirms: org.example.lodge\n", "KD101"),
            ("kiemdinh: 1\nconfirms: org.example.lodge\nconfirmations: []\n", "KD"),
            ("kiemdinh: 1\nconfirms: org.example.lodge\nconfirmations: {at: 1}\n", "KD103"),
            ("kiemdinh: 2\nconfirms: org.example.lodge\nconfirmations: []\n", "KD"),
            ("kiemdinh: 1\nconfirms: org.example.other\nconfirmations: []\n", "KD"),
        ],
    )
    def test_a_whole_file(self, lodge, text, code):
        path = lodge.parent / "org.example.lodge.confirmations.yaml"
        path.write_text(text, encoding="utf-8")
        for result in (run("unverified", str(lodge)), run("unverified", "vn.tt17-2018", "--confirmations", str(path))):
            assert refused(result, path.name, code)

    def test_of_another_framework(self, lodge):
        confirm(lodge, said("2"), confirms="org.example.hotel")
        assert refused(run("unverified", str(lodge)), "KD104", "confirms: org.example.lodge")

    def test_every_problem_at_once(self, lodge):
        confirm(lodge, said("2") | {"says": "maybe"}, said("1") | {"on": "soon"})
        with pytest.raises(kd.InputError) as caught:
            kd.load(path=lodge)
        assert [found.code for found in caught.value.diagnostics] == ["KD104", "KD107"]

    def test_no_such_file(self):
        assert refused(run("unverified", "vn.tt17-2018", "--confirmations", "none.yaml"), "KD001")
