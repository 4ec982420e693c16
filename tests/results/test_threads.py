"""7.5 Results are safe to share between threads: eight of them are told what one is told.

Each thread asks three times; ``KIEMDINH_NIGHTLY=1 pytest tests/results/test_threads.py`` asks a thousand times.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import kiemdinh as kd
from kiemdinh.standards.loading import loader

ROOT = Path(__file__).parents[2]
CALLS = 1000 if os.environ.get("KIEMDINH_NIGHTLY") else 3
THREADS = 8
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
FINDINGS = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat", "4.2": None}
DOSSIER = {"date": "2027-06-30", "findings": FINDINGS}
FRAMEWORK = "vn.tt57-2026.pho-thong"


def assess():
    return kd.assess(FRAMEWORK, DOSSIER)


def list_asks(result):
    """Every public function and method, as something to ask that gives a text."""
    at_level = {"findings": dict.fromkeys(CRITERIA, "muc-2")}
    asks = {
        "assess": lambda: assess().to_json(),
        "read_dossier": lambda: kd.read_dossier(DOSSIER, kd.load("vn.tt57-2026.gdtx")).digest,
        "load": lambda: kd.load(FRAMEWORK).digest,
        "catalogue": lambda: str([bundled.load().digest for bundled in kd.catalogue()]),
        "from_dict": lambda: kd.Assessment.from_dict(result.to_dict()).to_json(),
        "to_json": result.to_json,
        "to_text": lambda: result.to_text("en"),
        "to_markdown": lambda: result.to_markdown("vi"),
        "node": lambda: str(result.node("1.3")),
        "hash": lambda: str(hash(result)),
        "explain": lambda: result.explain("muc-2").to_json(),
        "explain to_svg": lambda: result.explain("muc-2").to_svg("vi"),
        "repairs": lambda: result.repairs("muc-2", costs={"1.1": 3}).to_json(),
        "blocking_sets": lambda: str(list(result.blocking_sets("muc-2", limit=5))),
        "margin": lambda: kd.assess(FRAMEWORK, at_level, on="2027-06-30").margin().to_text("en"),
        "why": lambda: result.why().to_text("vi") if result.why() else "",
        "what_if": lambda: result.what_if({"3.3": "muc-2"}).to_json(),
        "graph": lambda: str(sorted(result.framework.graph().edges)),
        "rules": lambda: str(sorted(result.framework.rules(("thcs",), result.dates.evidence).definitions)),
    }
    shared = {name: getattr(result, name) for name in ("explain", "repairs")}
    for name, ask in shared.items():
        told = ask("muc-2")
        asks[f"one {name} shared"] = lambda told=told: told.to_json() + told.to_text("en")
    parts = "outcomes parts sides nodes groups awards target warnings footing decisions unused"
    for name in parts.split():
        asks[name] = lambda name=name: str(getattr(result, name))
    return asks


def ask_in_threads(ask, calls):
    """What each call of each thread is told; all begin at once."""
    gate = threading.Barrier(THREADS)

    def ask_often():
        gate.wait()
        return [ask() for _ in range(calls)]

    with ThreadPoolExecutor(THREADS) as pool:
        told = [pool.submit(ask_often) for _ in range(THREADS)]
        return [answer for future in told for answer in future.result()]


class TestThreads:
    def test_every_public_function_says_to_eight_threads_what_it_says_to_one(self):
        serial = {name: ask() for name, ask in list_asks(assess()).items()}
        for name, ask in list_asks(assess()).items():
            told = ask_in_threads(ask, CALLS)
            assert len(told) == THREADS * CALLS
            assert set(told) == {serial[name]}, name

    def test_a_cold_result_asked_by_all_at_once_is_worked_out_once(self):
        for name in ("nodes", "target", "awards", "warnings", "footing"):
            result = assess()
            told = ask_in_threads(lambda name=name, result=result: id(getattr(result, name)), 1)
            assert len(set(told)) == 1, name

    def test_different_questions_at_once(self):
        result = assess()
        asks = list(list_asks(result).values())
        serial = [ask() for ask in list_asks(assess()).values()]
        with ThreadPoolExecutor(THREADS) as pool:
            assert [future.result() for future in [pool.submit(ask) for ask in asks * 2]] == serial * 2


class TestSharedIterators:
    def test_one_iterator_of_repairs_hands_each_out_once(self):
        found = dict.fromkeys(CRITERIA, "khong-dat")
        result = kd.assess(FRAMEWORK, {"findings": found}, on="2027-06-30")
        serial = list(result.repairs("muc-1", limit=60))
        shared = iter(result.repairs("muc-1", limit=60))
        told = ask_in_threads(lambda: list(shared), 1)
        together = [repair for part in told for repair in part]
        assert sorted(together, key=serial.index) == serial

    def test_many_iterators_over_the_same_repairs(self):
        found = dict.fromkeys(CRITERIA, "khong-dat")
        repairs = kd.assess(FRAMEWORK, {"findings": found}, on="2027-06-30").repairs("muc-1", limit=40)
        told = ask_in_threads(lambda: tuple(repairs), 2)
        assert len(set(map(hash, told))) == 1
        assert all(one == told[0] for one in told)

    def test_one_iterator_of_blocking_sets(self):
        result = assess()
        serial = list(result.blocking_sets("muc-2"))
        shared = result.blocking_sets("muc-2")
        told = ask_in_threads(lambda: list(shared), 1)
        assert sorted((one for part in told for one in part), key=serial.index) == serial


class TestColdLoading:
    def test_fifty_cold_threads_load_a_framework_once(self, monkeypatch):
        file = ROOT / "src" / "kiemdinh" / "standards" / "catalogue" / "vn.tt57-2026.gdtx.yaml"
        text = file.read_text(encoding="utf-8").replace("framework: vn.tt57-2026.gdtx", "framework: org.example.cold")
        loaded = []
        real = loader._load_source
        monkeypatch.setattr(loader, "_load_source", lambda *given: loaded.append(1) or real(*given))
        gate = threading.Barrier(50)

        def load():
            gate.wait()
            return kd.load(text=text)

        with ThreadPoolExecutor(50) as pool:
            found = [future.result() for future in [pool.submit(load) for _ in range(50)]]
        assert len(loaded) == 1
        assert all(one is found[0] for one in found)
