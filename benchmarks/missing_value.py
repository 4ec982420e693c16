"""What each engine says of one rule where a value is missing: at least two of three criteria are met.

    python benchmarks/missing_value.py

``a`` was not looked at. In the first case both others are met, so that the rule holds whatever ``a`` is; in the second
it depends on ``a``. What was printed last is kept in ``missing_value.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

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


ENGINES: dict[str, Answer] = {
    "kiemdinh": ask_kiemdinh,
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


def main() -> None:
    print("|engine|" + "|".join(CASES) + "|")
    print("|---|" + "---|" * len(CASES))
    for name, ask in ENGINES.items():
        answers = [answer_of(ask, data) for data in CASES.values()]
        print(f"|{name} {version(name)}|{'|'.join(answers)}|")


if __name__ == "__main__":
    main()
