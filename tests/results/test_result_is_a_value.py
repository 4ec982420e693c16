"""A result never changes, and travels between processes."""

import pickle

import pytest

import kiemdinh as kd


@pytest.fixture
def result():
    return kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")


class TestResult:
    @pytest.mark.parametrize("name", ["level", "dates", "framework", "anything"])
    def test_nothing_of_it_can_be_set_or_deleted(self, result, name):
        with pytest.raises(AttributeError, match=f"an assessment does not change: {name} cannot be set or deleted"):
            setattr(result, name, None)
        with pytest.raises(AttributeError, match=f"an assessment does not change: {name} cannot be set or deleted"):
            delattr(result, name)

    def test_its_parts_are_frozen(self, result):
        for part in (result.attainable, result.outcomes[0], result.nodes[0]):
            with pytest.raises(AttributeError):
                part.id = "another"

    def test_what_is_worked_out_is_kept(self, result):
        assert result.nodes is result.nodes
        assert result.target is result.target

    @pytest.mark.parametrize("asked_before", [False, True])
    def test_a_pickle_of_it_says_the_same(self, result, asked_before):
        said = result.to_json() if asked_before else None
        again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
        assert again.to_json() == (said or result.to_json())
        assert again.repairs().cost == result.repairs().cost

    def test_an_explanation_is_shown_without_the_address_of_an_object(self, result):
        assert repr(result.repairs("muc-2")) == "<Repairs to muc-2>"
        assert "repairs=<Repairs to muc-2>" in repr(result.explain("muc-2"))
