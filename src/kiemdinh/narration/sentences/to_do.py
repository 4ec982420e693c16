"""What a page says of a target: its tree, what does not matter, and the four to-do lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Block, Item, Line, Section
from kiemdinh.narration.sentences.blocking import MOST, BlockingWords
from kiemdinh.rules import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Target, ToDo
    from kiemdinh.narration.language import Phrases
    from kiemdinh.narration.names import Titles
    from kiemdinh.rules import Truth

__all__ = ["MOST_TO_DO", "target_section", "todo_section"]

MOST_TO_DO = 3
"""How many choices are shown of one list before "and n more"; what is needed in any case is never cut."""


def target_section(target: Target | None, say: Phrases, blocking: BlockingWords) -> Iterator[Section]:
    """Yield the section of what blocks a target, and of the gaps that do not; none where there is no target."""
    if target is None:
        return
    level = say.level(target.level)
    blocks: list[Block] = []
    if target.blocking is None:
        blocks.append(Line(say("target.certain", level=level)))
    else:
        blocks.extend(blocking.roots(target.blocking))
    if target.irrelevant:
        ids = blocking.cut([Item(node) for node in target.irrelevant], MOST)
        blocks.append(Line(say("target.irrelevant", level=level, ids=", ".join(item.text for item in ids))))
    yield Section(say("target", aim=say.aim(target.level)), tuple(blocks))


def todo_section(
    target: Target | None, titles: Titles, say: Phrases, blocking: BlockingWords, names: Sequence[str] | None = None
) -> Iterator[Section]:
    """Yield the section of the to-do lists, or of those called *names*; none where they are empty."""
    if target is None:
        return
    lists = {name: (getattr(target, name), truth) for name, truth in _LISTS.items() if names is None or name in names}
    sections = tuple(
        Section(say(f"todo.{name}"), _entries(todos, truth, titles, say, blocking))
        for name, (todos, truth) in lists.items()
        if todos
    )
    if sections:
        yield Section(say("todo"), sections)


_LISTS: dict[str, Truth] = {"settle": UNKNOWN, "improve": UNMET, "wait": MET, "decide": UNKNOWN}
"""The four lists in the order in which they are told, with what each says of its entries."""


def _entries(
    todos: tuple[ToDo, ...], truth: Truth, titles: Titles, say: Phrases, blocking: BlockingWords
) -> tuple[Item, ...]:
    """Return the entries of a list, what is needed first, each place in the law named where it first occurs."""
    items: list[Item] = []
    cited: set[str] = set()
    for todo in sorted(todos, key=lambda todo: todo.choice):
        text = blocking.todo(todo, truth)
        cite = titles.cite(titles.framework.nodes[todo.node].citation) if todo.node else None
        items.append(Item(say("todo.cite", text=text, cite=cite) if cite and cite not in cited else text))
        cited.add(cite or "")
    needed = sum(not todo.choice for todo in todos)
    return (*items[:needed], *blocking.cut(items[needed:], MOST_TO_DO))
