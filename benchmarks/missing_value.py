"""What each engine says of one rule where a value is missing: at least two of three criteria are met.

    pip install clingo celine-regorus
    npm install --prefix FOLDER json-rules-engine@7
    NODE_PATH=FOLDER/node_modules python benchmarks/missing_value.py

``a`` was not looked at. In the first case both others are met, so that the rule holds whatever ``a`` is; in the second
it depends on ``a``. What was printed last is kept in ``missing_value.md``. An engine that is not there is left out.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

CASES: dict[str, dict[str, bool]] = {
    "b and c are met": {"b": True, "c": True},
    "b is met, c is not": {"b": True, "c": False},
}
Answer = Callable[[dict[str, bool]], object]


def ask_kiemdinh(data: dict[str, bool]) -> object:
    from kiemdinh.rules import MET, UNMET, Assignment, AtLeast, Fact, evaluate

    facts = Assignment({name: MET if held else UNMET for name, held in data.items()})
    return evaluate(AtLeast(2, tuple(Fact(name) for name in "abc")), facts).name.lower()


def ask_datalogic(data: dict[str, bool]) -> object:
    import datalogic_py

    rule = {">=": [{"+": [{"var": name} for name in "abc"]}, 2]}
    return datalogic_py.Engine().compile(rule).evaluate(data)


def ask_zen(data: dict[str, bool]) -> object:
    import zen

    return zen.evaluate_expression("(a and b) or (a and c) or (b and c)", data)


def ask_cel(data: dict[str, bool]) -> object:
    import cel

    return cel.evaluate("(a && b) || (a && c) || (b && c)", data)


def ask_rule_engine(data: dict[str, bool]) -> object:
    import rule_engine

    context = rule_engine.Context(default_value=None)
    return rule_engine.Rule("(a and b) or (a and c) or (b and c)", context=context).matches(data)


def ask_clingo(data: dict[str, bool]) -> object:
    """What is not known is a choice; the rule is asked of every answer set (cautious), and of any (brave)."""
    facts = [f"{{met({name})}}." if name not in data else f"met({name})." for name in "abc" if data.get(name, True)]
    program = " ".join(facts) + " good :- 2 { met(a); met(b); met(c) }."
    in_every, in_some = ("good" in consequences(program, mode) for mode in ("cautious", "brave"))
    return "in every answer" if in_every else "in some answers" if in_some else "in none"


def consequences(program: str, mode: str) -> list[str]:
    import clingo

    control = clingo.Control([f"--enum-mode={mode}"])
    control.add("base", [], program)
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        return [[str(symbol) for symbol in model.symbols(shown=True)] for model in models][-1]


def ask_rego(data: dict[str, bool]) -> object:
    import regorus

    engine = regorus.Engine()
    rule = 'default good := false\ngood if count({c | some c in ["a", "b", "c"]; input[c]}) >= 2'
    engine.add_policy("rule.rego", f"package rule\nimport rego.v1\n{rule}")
    engine.set_input_json(json.dumps(data))
    return engine.eval_rule("data.rule.good")


def ask_json_rules(data: dict[str, bool]) -> object:
    """With ``allowUndefinedFacts``; without it a name that is missing is an error."""
    pairs = [
        {"all": [{"fact": name, "operator": "equal", "value": True} for name in pair]} for pair in ("ab", "ac", "bc")
    ]
    script = f"""
        const {{Engine}} = require('json-rules-engine')
        const rule = {{conditions: {{any: {json.dumps(pairs)}}}, event: {{type: 'good'}}}}
        new Engine([rule], {{allowUndefinedFacts: true}}).run({json.dumps(data)}).then(
          found => console.log(found.events.length > 0))
    """
    return subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout.strip()


ENGINES: dict[str, Answer] = {
    "kiemdinh": ask_kiemdinh,
    "clingo": ask_clingo,
    "celine-regorus": ask_rego,
    "json-rules-engine": ask_json_rules,
    "datalogic-py": ask_datalogic,
    "zen-engine": ask_zen,
    "common-expression-language": ask_cel,
    "rule-engine": ask_rule_engine,
}


def answer_of(ask: Answer, data: dict[str, bool]) -> str:
    try:
        return str(ask(data)).lower()
    except Exception as error:  # noqa: BLE001 - each engine has errors of its own
        return f"an error: {str(error).splitlines()[0][:60]}"


def version_of(name: str) -> str | None:
    """The version of an engine; empty where it is none of Python, None where it is not there."""
    if name == "json-rules-engine":
        found = subprocess.run(["node", "-e", f"require('{name}')"], capture_output=True, check=False)
        return "" if found.returncode == 0 else None
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def main() -> None:
    print("|engine|" + "|".join(CASES) + "|")
    print("|---|" + "---|" * len(CASES))
    for name, ask in ENGINES.items():
        found = version_of(name)
        if found is not None:
            answers = [answer_of(ask, data) for data in CASES.values()]
            print(f"|{f'{name} {found}'.strip()}|{'|'.join(answers)}|")


if __name__ == "__main__":
    main()
