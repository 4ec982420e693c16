"""The target of a result as sections: what blocks it, what to do first, and the four to-do lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_CHOICE, MAX_SHOWN, BlockingSentences
from kiemdinh.rules import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Blocker, Target, ToDo
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.rules import Truth

__all__ = ["first_steps_section", "label_target_section", "target_section", "todo_section"]

_MAX_FIRST = 3


def target_section(target: Target | None, messages: Messages, blocking: BlockingSentences) -> Iterator[Section]:
    """Yield the section with the blocking tree of a target and the gaps that do not matter; none without a target."""
    if target is None:
        return
    level = messages.name_level(target.level)
    blocks: list[PageBlock] = []
    if target.blocking is None:
        blocks.append(Line(messages.text("target.certain", level=level)))
    else:
        blocks.extend(blocking.list_blockers(target.blocking))
    if target.irrelevant:
        ids = blocking.cut_items([Item(node) for node in target.irrelevant], MAX_SHOWN)
        blocks.append(Line(messages.text("target.irrelevant", level=level, ids=", ".join(item.text for item in ids))))
    yield Section(messages.text("target", aim=messages.name_goal(target.level)), tuple(blocks))


def label_target_section(labels: Sequence[str], messages: Messages) -> Section:
    """Return the section that tells how to ask what blocks a label: labels have no order, so that none is the next."""
    text = messages.text("target.of_labels", labels=", ".join(labels))
    return Section(messages.text("target.none"), (Line(text),))


# -- what comes first ------------------------------------------------------------------------------------


def first_steps_section(target: Target | None, messages: Messages, blocking: BlockingSentences) -> Iterator[Section]:
    """Yield the section of what to do first, in a few lines: what can be settled, then what has to be improved.

    What is a choice is not repeated: it stands whole in the tree.
    """
    if target is None or target.blocking is None:
        return
    items = [
        *_renewal_items(target.settle, messages),
        *_needed_items("settle", [todo for todo in target.settle if not _awaits_renewal(todo)], messages, blocking),
        *_needed_items("improve", [todo for todo in target.improve if todo.holds], messages, blocking),
        *_needed_items("cease", [todo for todo in target.improve if not todo.holds], messages, blocking),
        *_needed_items("decide", target.decide, messages, blocking),
    ]
    items.extend(_choice_items(target.blocking, messages))
    if items:
        yield Section(messages.text("first"), tuple(items))


def _awaits_renewal(todo: ToDo) -> bool:
    return todo.reasons == ("expired",) and bool(todo.evidence)


def _renewal_items(todos: Sequence[ToDo], messages: Messages) -> Iterator[Item]:
    """Yield the expired items of evidence that are to be renewed, each once, with what waits for it."""
    waiting: dict[str, dict[str, None]] = {}
    for todo in todos:
        if _awaits_renewal(todo) and not todo.choice:
            codes = ", ".join(item.code for item in todo.evidence if item.state == "expired")
            waiting.setdefault(codes, {})[todo.node or todo.id] = None
    for codes, nodes in waiting.items():
        yield Item(messages.text("first.renew", codes=codes, nodes=", ".join(nodes)))


def _needed_items(name: str, todos: Sequence[ToDo], messages: Messages, blocking: BlockingSentences) -> Iterator[Item]:
    needed = [todo for todo in todos if not todo.choice]
    if needed:
        texts = [
            blocking.name_fact(todo.id, todo.node, todo.level, todo.figure)
            for todo in (needed if blocking.full else needed[:_MAX_FIRST])
        ]
        text, left = "; ".join(texts), len(needed) - len(texts)
        text = messages.text("more_after", text=text, n=left) if left else text
        yield Item(messages.text(f"first.{name}", text=text))


def _choice_items(tree: Blocker, messages: Messages) -> Iterator[Item]:
    """Yield the choices of a tree, the outermost ones, each in one line with the ids of its members."""
    is_choice = tree.kind in ("any", "at_least") and tree.need - tree.have < len(tree.parts)
    if not is_choice:
        for part in tree.parts:
            yield from _choice_items(part, messages)
        return
    ids = list(dict.fromkeys(next((leaf.node or leaf.id or "" for leaf in part.leaves()), "") for part in tree.parts))
    n, m = tree.need - tree.have, len(tree.parts)
    if len(ids) == m <= MAX_CHOICE and all(ids):
        yield Item(messages.text("first.choose", n=n, m=m, ids=", ".join(ids)))
    else:
        yield Item(messages.text("first.choice", n=n, m=m))


# -- the lists -------------------------------------------------------------------------------------------


def todo_section(
    target: Target | None,
    names: Names,
    messages: Messages,
    blocking: BlockingSentences,
    lists: Sequence[str] | None = None,
) -> Iterator[Section]:
    """Yield the section with the to-do lists (*settle, improve, wait, decide*), or those that *lists* names.

    There is no section where all of them are empty.
    """
    if target is None:
        return
    sections = tuple(
        Section(messages.text(f"todo.{title}"), _list_entries(todos, _LISTS[name], names, messages, blocking))
        for name in _LISTS
        for title, todos in _split_list(target, name)
        if todos and (lists is None or name in lists)
    )
    if sections:
        yield Section(messages.text("todo"), sections)


def _split_list(target: Target, name: str) -> Iterator[tuple[str, tuple[ToDo, ...]]]:
    """Yield a list of a target with its title; what is to be improved apart from what has to cease."""
    todos: tuple[ToDo, ...] = getattr(target, name)
    if name != "improve":
        yield name, todos
        return
    yield name, tuple(todo for todo in todos if todo.holds)
    yield "cease", tuple(todo for todo in todos if not todo.holds)


_LISTS: dict[str, Truth] = {"settle": UNKNOWN, "improve": UNMET, "wait": MET, "decide": UNKNOWN}
"""The four lists in the order of the page, each with the truth of its entries."""


def _list_entries(
    todos: tuple[ToDo, ...], truth: Truth, names: Names, messages: Messages, blocking: BlockingSentences
) -> tuple[Item, ...]:
    """Return the entries of a list, what is needed first, each place in the law cited where it first occurs.

    What is needed is never cut. Choices are all listed, or none of them.
    """
    items: list[Item] = []
    cited: set[str] = set()
    for todo in sorted(todos, key=lambda todo: todo.choice):
        text = blocking.describe_to_do(todo, truth)
        cite = names.cite_node(todo.node) if todo.node else None
        items.append(Item(messages.text("todo.cite", text=text, cite=cite) if cite and cite not in cited else text))
        cited.add(cite or "")
    needed = sum(not todo.choice for todo in todos)
    choices = tuple(items[needed:])
    if len(choices) > MAX_CHOICE and not blocking.full:
        choices = (Item(messages.text("tree.not_listed", n=len(choices))),)
    return (*items[:needed], *choices)
