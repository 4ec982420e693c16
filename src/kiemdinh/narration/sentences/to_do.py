"""The target of a result as sections: what blocks it, which gaps do not matter, and the four to-do lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN, BlockingSentences
from kiemdinh.rules import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Target, ToDo
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.rules import Truth

__all__ = ["MAX_CHOICES_SHOWN", "target_section", "todo_section"]

MAX_CHOICES_SHOWN = 3
"""How many choices of one list are shown before "and n more". What is needed in any case is never cut."""


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
    entries = {name: (getattr(target, name), truth) for name, truth in _LISTS.items() if lists is None or name in lists}
    sections = tuple(
        Section(messages.text(f"todo.{name}"), _list_entries(todos, truth, names, messages, blocking))
        for name, (todos, truth) in entries.items()
        if todos
    )
    if sections:
        yield Section(messages.text("todo"), sections)


_LISTS: dict[str, Truth] = {"settle": UNKNOWN, "improve": UNMET, "wait": MET, "decide": UNKNOWN}
"""The four lists in the order of the page, each with the truth of its entries."""


def _list_entries(
    todos: tuple[ToDo, ...], truth: Truth, names: Names, messages: Messages, blocking: BlockingSentences
) -> tuple[Item, ...]:
    """Return the entries of a list, what is needed first, each place in the law cited where it first occurs."""
    items: list[Item] = []
    cited: set[str] = set()
    for todo in sorted(todos, key=lambda todo: todo.choice):
        text = blocking.describe_to_do(todo, truth)
        cite = names.cite_node(todo.node) if todo.node else None
        items.append(Item(messages.text("todo.cite", text=text, cite=cite) if cite and cite not in cited else text))
        cited.add(cite or "")
    needed = sum(not todo.choice for todo in todos)
    return (*items[:needed], *blocking.cut_items(items[needed:], MAX_CHOICES_SHOWN))
