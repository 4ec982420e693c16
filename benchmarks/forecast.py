"""A forecast over five years, with 30 items of evidence that expire on 30 days: what is evaluated, and what it takes.

    python benchmarks/forecast.py

Counted are the days on which the facts of the school are asked for, and the repairs that are looked for: one for each
day on which the level falls. The time is that of the processor, beside assessing the same days one by one.
"""

from __future__ import annotations

import datetime as dt
import time
from importlib import import_module
from unittest import mock

import kiemdinh as kd
import kiemdinh.results
from kiemdinh.assessment import later_facts

forecasting = import_module("kiemdinh.transitions.forecasts.forecast")
ITEMS = 30
FRAMEWORKS = {"vn.tt57-2026.pho-thong": dt.date(2027, 1, 1), "vn.tt18-2018": dt.date(2020, 1, 1)}


def make_dossier(framework: kd.results.Framework, start: dt.date) -> dict[str, object]:
    """Return a school at the highest level, each criterion of which rests on two items that expire one by one."""
    scale = framework.definition.scales[framework.main_ladder.ladder]
    criteria = [
        node.id for node in framework.nodes.values() if node.layer is not None and node.layer.verdict == "level"
    ]
    items = {f"M{n}": {"until": f"{start + dt.timedelta(days=50 * (n + 1))}"} for n in range(ITEMS)}
    lasting = {"LASTING": {"title": "Charter"}}
    findings = {}
    for at, node in enumerate(criteria):
        cited = [f"M{at % ITEMS}", f"M{(at * 7 + 3) % ITEMS}"]
        steps = [step.id for step in scale.steps if step.id in framework.nodes[node].steps]
        findings[node] = {"is": steps[-1], "by": cited if at % 2 else [*cited, "LASTING"]}
    return {"school": {"stages": ["thcs"]}, "findings": findings, "evidence": items | lasting}


def measure(framework_id: str, start: dt.date) -> None:
    framework = kd.load(framework_id, on=start)
    until = start.replace(year=start.year + 5) - dt.timedelta(days=1)
    dossier = kd.read_dossier(make_dossier(framework, start), framework, default_date=start)
    result = kd.assess(framework, dossier, on=start)
    kd.assess(framework, dossier, on=start).forecast(until=until)  # rules are lowered once and kept
    found, repaired = later_facts.LaterFacts.find, forecasting.find_needed
    with (
        mock.patch.object(later_facts.LaterFacts, "find", autospec=True, side_effect=found) as evaluated,
        mock.patch.object(forecasting, "find_needed", side_effect=repaired) as explained,
    ):
        begun = time.process_time()
        forecast = result.forecast(until=until)
        took = time.process_time() - begun
    days = sorted({event.on for event in forecast.events if event.on > start})
    begun = time.process_time()
    levels = [kd.assess(framework, dossier, on=day, knowledge_date=start).level for day in days]
    alone = time.process_time() - begun
    assert len(levels) == len(days)
    print(
        f"{framework_id}: {len(days)} days with events, {len(forecast.spans)} spans; "
        f"{evaluated.call_count + 1} evaluations, {explained.call_count} explanations, {forecast.search.spent} steps; "
        f"{took * 1000:.0f} ms, levels alone one by one {alone * 1000:.0f} ms"
    )


def main() -> None:
    for framework_id, start in FRAMEWORKS.items():
        measure(framework_id, start)


if __name__ == "__main__":
    main()
