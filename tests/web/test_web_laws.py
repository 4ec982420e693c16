"""What holds for every request: an answer is what the public call gives, whatever is asked; and nothing is raised."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_cases import OWN

import kiemdinh as kd
from kiemdinh.web.api.answers import answer_question
from kiemdinh.web.api.batches import answer_batch
from kiemdinh.web.api.questions import QUESTIONS
from kiemdinh.web.languages import accepted_language
from kiemdinh.web.limits import Limits
from kiemdinh.web.problems import WebProblem
from kiemdinh.web.workers.served import choose_served, serve_in_this_process
from plain_dossiers import draw_mapping

DRAWN = ("vn.tt57-2026.pho-thong", "vn.tt57-2026.gdtx", "vn.tt18-2018", "vn.tt13-2020.thcs", "uk.ofsted-2025")
ON = "2027-06-30"
LIMITS = Limits(steps=2_000)


@pytest.fixture(scope="module", autouse=True)
def _served():
    """Serve in this process what a worker would: here its functions are called themselves."""
    serve_in_this_process(choose_served([*DRAWN, kd.load(text=OWN)]))


def answer(question, body):
    return json.loads(answer_question(question, json.dumps(body).encode(), LIMITS))


@st.composite
def requests(draw):
    """Draw the body of a request whose dossier the framework accepts."""
    framework = draw(st.sampled_from(DRAWN))
    dossier = draw_mapping(kd.load(framework), draw(st.randoms(use_true_random=False)))
    return {"framework": framework, "dossier": json.loads(json.dumps(dossier)), "on": ON}


class TestAnswersAreThoseOfPython:
    @settings(max_examples=40)
    @given(body=requests())
    def test_assess(self, body):
        result = kd.assess(body["framework"], body["dossier"], on=ON, budget=LIMITS.steps)
        assert answer("assess", body) == result.to_dict()

    @settings(max_examples=20)
    @given(body=requests(), data=st.data())
    def test_every_other_question(self, body, data):
        result = kd.assess(body["framework"], body["dossier"], on=ON, budget=LIMITS.steps)
        if result.outcomes[0].kind == "labels":
            return
        recorded = sorted(body["dossier"]["findings"])
        changes = dict.fromkeys(data.draw(st.lists(st.sampled_from(recorded), max_size=3)) if recorded else ())
        assert answer("explain", body) == result.explain().to_dict()
        assert answer("repairs", body) == result.repairs().to_dict()
        assert answer("ask-next", body) == result.ask_next().to_dict()
        assert answer("forecast", body | {"until": "2029-06-30"}) == result.forecast(until="2029-06-30").to_dict()
        assert answer("what-if", body | {"changes": changes}) == result.what_if(changes).to_dict()
        margin = result.margin()
        found = answer("margin", body)
        assert found["level"] is None if margin is None else found == margin.to_dict()

    @settings(max_examples=15)
    @given(seed=st.integers(0, 2**32), count=st.integers(1, 20))
    def test_batches(self, seed, count):
        source = random.Random(seed)  # noqa: S311 - twenty schools are more than hypothesis draws piece by piece
        framework = "vn.tt57-2026.pho-thong"
        drawn = (draw_mapping(kd.load(framework), source) for _ in range(count))
        rows = [{"school": f"S{n}", **one["findings"]} for n, one in enumerate(drawn)]
        body = json.dumps({"framework": framework, "rows": rows, "on": ON}).encode()
        try:
            expected = kd.assess_many(framework, rows, on=ON)
        except kd.InputError:
            with pytest.raises(WebProblem):
                answer_batch(body, LIMITS)
        else:
            found = json.loads(answer_batch(body, LIMITS))
            assert (found["levels"], found["rejected"]) == (expected.levels, expected.rejected)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "framework": st.sampled_from([*DRAWN, "org.example.own"]) | JSON_VALUES,
        "dossier": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("school", "framework", "date", "evidence", "findings", "external", "inputs", "stages", "held"),
                JSON_VALUES,
            ),
        )
        | JSON_VALUES,
        **dict.fromkeys(("on", "target", "costs", "changes", "until", "rows", "columns", "detail"), JSON_VALUES),
    },
)


class TestNothingIsRaised:
    @settings(max_examples=150)
    @given(body=BODIES | JSON_VALUES, question=st.sampled_from([*QUESTIONS, "batch"]))
    def test_whatever_a_body_says(self, body, question):
        """It is answered, or a problem of the request; never a fault."""
        content = json.dumps(body).encode()
        try:
            found = answer_batch(content, LIMITS) if question == "batch" else answer_question(question, content, LIMITS)
        except WebProblem as problem:
            told = problem
        else:
            assert json.loads(found)
            return
        assert 400 <= told.kind.status < 500
        assert told.diagnostics
        assert all(json.dumps(told.to_dict(lang)) for lang in ("vi", "en"))

    @settings(max_examples=150)
    @given(content=st.binary(max_size=60))
    def test_whatever_bytes_come(self, content):
        with pytest.raises(WebProblem) as caught:
            answer_question("assess", content, LIMITS)
        assert caught.value.kind.status in (400, 413, 422)

    @given(header=st.text(max_size=60) | st.from_regex(r"([a-z]{2}(;q=[0-9.]{1,4})?,? ?){1,6}"))
    def test_whatever_a_header_likes(self, header):
        assert accepted_language(header, "vi") in ("vi", "en")
