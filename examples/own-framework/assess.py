"""Assess a school under a framework of one's own."""

from pathlib import Path

import kiemdinh as kd

HERE = Path(__file__).parent

framework = kd.load(HERE / "framework.yaml")
result = kd.assess(framework, HERE / "dossier.yaml")

print(f"{framework.title('en')}: surely {result.level.en}, perhaps {result.attainable.en}")
for node in result.nodes:
    print(f"  {node.id}: {node.truth.name.lower()}  ({framework.nodes[node.node].node.text_in('fi') or '-'})")
for todo in result.target.settle:
    print(f"to settle for {result.target.level.en}: {todo.id} ({', '.join(todo.reasons)})")

drilled = kd.assess(
    framework, {"findings": {"plan": "met", "drill": "met"}, "inputs": {"adults": 5, "pupils": 251}}, on="2027-05-31"
)
print(f"with the drill, and 251 pupils: {drilled.outcome.en}")
