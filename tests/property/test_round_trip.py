"""What is loaded can be written and loaded again; the same inputs give the same result, wherever and whenever."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from dossiers import cases, definitions, facts_of, result_of, standing
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd

BUNDLED = [each.id for each in kd.catalogue()]
DATE = "2027-06-30"


def dumped(framework):
    return framework.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def turned(value, random):
    """The same with the keys of every map in another order, which never has a meaning."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: turned(value[key], random) for key in keys}
    return [turned(one, random) for one in value] if isinstance(value, list) else value


def assessed(framework, papers):
    return result_of(framework, papers).to_json()


class TestDefinitions:
    """7.1 A result names the framework id, edition, digests of definition and dossier, engine version and the three
    dates.
    """

    @given(cases())
    @settings(max_examples=25)
    def test_a_dumped_framework_is_the_same_framework(self, case):
        framework, papers = case
        again = kd.load(dumped(framework))
        assert again == framework
        assert again.digest == framework.digest
        assert dumped(again) == dumped(framework)
        assert assessed(again, papers) == assessed(framework, papers)

    @given(definitions(), st.booleans(), st.integers(2, 6))
    @settings(max_examples=25)
    def test_a_digest_does_not_depend_on_the_layout(self, said, flow, indent):
        digest = kd.load(said).digest
        text = yaml.safe_dump(said, default_flow_style=flow, indent=indent, sort_keys=False)
        assert kd.load(text="# A remark\n" + text + "\n# and another\n").digest == digest
        assert kd.load(text=json.dumps(said, indent=indent) + "\n").digest == digest

    @given(cases(), st.randoms())
    @settings(max_examples=30)
    def test_a_digest_does_not_depend_on_the_order_of_keys(self, case, random):
        framework, papers = case
        other = kd.load(turned(dumped(framework), random))
        assert other.digest == framework.digest
        assert standing(result_of(other, papers)) == standing(result_of(framework, papers))

    @given(definitions(), st.data())
    @settings(max_examples=25)
    def test_a_digest_depends_on_what_is_said(self, said, data):
        digest = kd.load(said).digest
        node = data.draw(st.sampled_from(said["tree"]))
        node["en"] = "Something else"
        assert kd.load(said).digest != digest

    @pytest.mark.parametrize("name", BUNDLED)
    def test_the_bundled_frameworks(self, name):
        framework = next(each for each in kd.catalogue() if each.id == name).load()
        again = kd.load(dumped(framework))
        assert again.digest == framework.digest
        assert kd.assess(again, {}, on=DATE).to_dict() == kd.assess(framework, {}, on=DATE).to_dict()


class TestDossiers:
    """7.1 A result names the framework id, edition, digests of definition and dossier, of what is recorded
    and not of how the file is written.
    """

    @given(cases(), st.randoms(), st.booleans())
    @settings(max_examples=30)
    def test_the_layout_of_a_dossier_does_not_matter(self, case, random, flow):
        framework, papers = case
        data = papers.data()
        text = yaml.safe_dump(turned(data, random), default_flow_style=flow)
        one = kd.assess(framework, data, on="2026-09-30")
        two = kd.assess(framework, "# A remark\n" + text, on="2026-09-30")
        assert one.dossier_digest == two.dossier_digest
        assert standing(one) == standing(two)

    @given(cases(), st.data())
    @settings(max_examples=30)
    def test_the_digest_depends_on_what_is_recorded(self, case, data):
        framework, papers = case
        if not papers.entries:
            return
        without = data.draw(st.sampled_from(papers.entries))
        other = papers.with_entries(e for e in papers.entries if e != without)
        assert result_of(framework, papers).dossier_digest != result_of(framework, other).dossier_digest


class TestSameResult:
    """4.4 Assessing the same inputs again gives the same result, digest included, on any machine and any backend."""

    @given(cases())
    @settings(max_examples=30)
    def test_twice(self, case):
        framework, papers = case
        assert assessed(framework, papers) == assessed(framework, papers)

    @given(cases())
    @settings(max_examples=25)
    def test_by_a_framework_that_has_been_elsewhere(self, case):
        framework, papers = case
        again = pickle.loads(pickle.dumps(framework))  # noqa: S301 - what this test has just written
        assert again == framework
        assert assessed(again, papers) == assessed(framework, papers)

    @given(cases())
    @settings(max_examples=25)
    def test_a_result_can_be_sent_elsewhere(self, case):
        framework, papers = case
        result = result_of(framework, papers)
        again = pickle.loads(pickle.dumps(result))  # noqa: S301 - what this test has just written
        assert again.to_json() == result.to_json()

    @given(cases(most=12))
    @settings(max_examples=10)
    def test_by_many_threads(self, case):
        framework, papers = case
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda _: assessed(framework, papers), range(16)))
        assert set(together) == {assessed(framework, papers)}

    @given(cases())
    @settings(max_examples=25)
    def test_by_one_result_in_any_order_of_asking(self, case):
        framework, papers = case
        late, early = result_of(framework, papers), result_of(framework, papers)
        for name in ("footing", "warnings", "target", "awards", "groups", "nodes", "sides", "parts", "outcomes"):
            getattr(late, name)
        assert late.to_json() == early.to_json()

    @given(cases())
    @settings(max_examples=25)
    def test_asking_for_the_facts_in_any_order(self, case):
        framework, papers = case
        for part in facts_of(framework, papers).stages.values():
            forwards = {name: part.truth(name) for name in part.rules.definitions}
            (again,) = [p for p in facts_of(framework, papers).stages.values() if p.stage == part.stage]
            assert {name: again.truth(name) for name in reversed(list(part.rules.definitions))} == forwards
