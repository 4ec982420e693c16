"""What to ask next as sentences: each question, and what is left open after the worst answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.changes import ChangeSentences
from kiemdinh.narration.sentences.search_work import incomplete_lines
from kiemdinh.standards.names import FactName, ValueName

if TYPE_CHECKING:
    from kiemdinh.data.outlook import NextQuestion, QuestionsData

__all__ = ["QuestionSentences"]

_MAX_ANSWERS = 5
"""Answers that are told one by one; of more only the worst is."""


@dataclass(frozen=True, slots=True)
class QuestionSentences:
    """The next questions as the section of a page."""

    changes: ChangeSentences

    def question_sections(self, asked: QuestionsData) -> Iterator[PageBlock]:
        """Yield how many outcomes are open, and the questions that can settle it, best first."""
        messages = self.changes.messages
        title = messages.text("ask_next")
        lines = list(incomplete_lines(asked.search, messages))
        # Where no question has been tried, nothing is known of what would settle the result.
        if asked.questions or asked.outcomes <= 1 or asked.search.complete:
            lines.insert(0, Line(self._describe_verdict(asked), strong=True))
        if asked.none_alone:
            lines.append(Line(messages.text("ask_next.none_alone")))
        if asked.open_awards:
            ids = ", ".join(asked.open_awards)
            lines.append(Line(messages.text_for_count("ask_next.open_awards", len(asked.open_awards), ids=ids)))
        items = [self._question_item(question) for question in asked.questions]
        yield Section(title, (*lines, *self.changes.blocking.cut_items(items, MAX_SHOWN)))

    def _describe_verdict(self, asked: QuestionsData) -> str:
        messages = self.changes.messages
        if asked.outcomes <= 1 and asked.target is not None:
            return messages.text("ask_next.settled_target", aim=messages.name_goal(asked.target))
        if asked.outcomes <= 1:
            return messages.text("ask_next.settled")
        if not asked.questions:
            return messages.text("ask_next.nothing")
        if asked.target is not None:
            return messages.text("ask_next.target", aim=messages.name_goal(asked.target))
        return messages.text_for_count("ask_next.open", asked.outcomes)

    def _question_item(self, question: NextQuestion) -> Item:
        messages = self.changes.messages
        text = self._describe_question(question)
        if question.who == "review":
            text = messages.text("ask_next.by_review", text=text)
        elif question.who == "authority":
            text = messages.text("ask_next.by_authority", text=text)
        return Item(text)

    def _describe_question(self, question: NextQuestion) -> str:
        messages = self.changes.messages
        what = self.changes.name_id(question.id)
        if len(question.answers) > _MAX_ANSWERS:
            return messages.text_for_count("ask_next.worst", question.worst, what=what)
        named = (
            messages.text("ask_next.answer", answer=self._name_answer(question.id, one.answer), n=one.outcomes)
            for one in question.answers
        )
        return messages.text("ask_next.question", what=what, answers="; ".join(named))

    def _name_answer(self, about: str, answer: str) -> str:
        names, messages = self.changes.names, self.changes.messages
        value = names.read_id(about).name
        if isinstance(value, ValueName) and value.node is None:
            is_word = names.find_measure(value).kind == "words"
            return names.name_word(names.find_input(value), names.find_scale(value), answer) if is_word else answer
        if isinstance(value, FactName) and value.reference is not None:
            return names.name_reference_step(value.reference, answer)
        node = names.find_node(about)
        if node is None or answer in ("met", "unmet"):
            return messages.text(f"state.{answer}")
        named = names.name_step(node, answer)
        return named if named == messages.text("standing.none") else messages.quote_text(named)
