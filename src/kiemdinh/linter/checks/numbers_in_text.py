"""Numbers that a text names and its rule does not, and the reverse (KD535, KD536)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.sites import parts_of
from kiemdinh.linter.checks.names_used import names_in
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import exact
from kiemdinh.standards.conditions import AwardCompared, Compared, StepTable, ValueTable
from kiemdinh.standards.law import Said
from kiemdinh.standards.literals import duration_value

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.rules import Number
    from kiemdinh.standards.outline import NodeInfo
    from kiemdinh.standards.problems import Path

__all__ = ["check", "demanded", "named"]

_RULES: Final = ("met_if", "warn_unless", "when")
_LONGEST: Final = 30  # digits of a number that anyone means


def check(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose text asks for a number that no rule asks for, and rules that ask for another one."""
    for info in study.framework.nodes.values():
        if info.is_requirement:
            yield from _in_text_alone(study, info)
    for part, path in parts_of(study.framework.definition):
        if isinstance(part, Said):
            yield from _in_rule_alone(study, part, path)


def _in_text_alone(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    if info.node.indicators:
        return
    asked = [(quote, at) for text, at in _texts(info.node, info.path) for quote in demanded(text)]
    if asked and not _numbers_of(study, (info.node.met_if, info.node.warn_unless)):
        quote, at = asked[0]
        yield make_finding(
            study,
            "KD535",
            f"the text of '{info.id}' names a number to be reached, and no rule does",
            at,
            found=quote,
            hint="declare an input and say met_if, or warn_unless where a person decides",
        )


def _in_rule_alone(study: Study, part: Any, path: Path) -> Iterator[LintFinding]:
    """The text of a node or condition names numbers, and none of them is one that its own rule asks for."""
    rules = (part,) if isinstance(part, Compared) else tuple(getattr(part, key, None) for key in _RULES)
    asked = _numbers_of(study, rules)
    texts = [(text, at) for text, at in _texts(part, path) if _NUMBER.search(_without_references(text))]
    if asked and texts and not asked & {number for text, _ in texts for number in named(text)}:
        text, at = texts[0]
        yield make_finding(
            study,
            "KD536",
            "the text names other numbers than the rule",
            at,
            expected=", ".join(sorted({one.written for rule in rules for one in _asked(study, rule)})),
            found=text,
        )


def _texts(part: Said, path: Path) -> Iterator[tuple[str, Path]]:
    for code in ("vi", "en"):
        if getattr(part, code) is not None:
            yield getattr(part, code), (*path, code)
    for code, text in (part.text or {}).items():
        yield text, (*path, "text", code)


# -- numbers of a text -----------------------------------------------------------------------------------

_WORDS: Final[Mapping[str, int]] = {
    **{word: n for n, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1)},
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)},
    "ten": 10,
    "half": 50,
    "nửa": 50,
}
_FIGURE: Final = r"(?<!\d)(?<!\d[.,])\d++(?:[.,]\d++)*+"  # from its first digit, so that no text takes long
_NUMBER: Final = re.compile(_FIGURE)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# A number behind one of these names a thing: an article, a grade of pupils, a level, a date.
_NAMING: Final = (
    "điều|khoản|điểm|chương|mục|phụ lục|thông tư|nghị định|quyết định|luật|công văn|lớp|khối|cấp|cấp độ|mức|mức độ"
    "|tiêu chuẩn|tiêu chí|chỉ báo|bậc|hạng|loại|ngày|tháng|quý|học kỳ|articles?|clauses?|points?|chapters?|sections?"
    "|annex|circular|decree|decision|law|grades?|levels?|degrees?|stages?|standards?|criteri(?:on|a)|indicators?|steps?"
    "|tier|semester|term"
)
_REFERENCE: Final = re.compile(
    rf"\b(?:{_NAMING})\s+(?:số\s+|no\.?\s*)?{_FIGURE}(?!\s*%)(?:\s*(?:,|và|and|đến|to|[-–])\s*{_FIGURE}(?!\s*%))*"
    r"|\b(?:năm|in|since|before|after|until|from)\s+(?:19|20)\d\d\b"
    r"|(?<!\d)(?<!\d[/-])\d++(?:[/-]\d++)++(?:/\w+)*"  # dates, school years, numbers of circulars
    rf"|{_FIGURE}\s*(?:tuổi|tháng tuổi|years? old|years? of age|months? old)|\baged?\s+{_FIGURE}"
    r"|\b[^\W\d]+\d+\b",
    re.IGNORECASE,
)
_LEAST: Final = (
    "ít nhất|tối thiểu|tối đa|không quá|không dưới|không vượt quá|không ít hơn|không nhiều hơn|at least|at most"
    "|no more than|no fewer than|no less than|not more than|not less than|not fewer than|(?:a )?(?:min|max)imum of"
)
_FEW: Final = "hai|ba|bốn|sáu|bảy|tám|chín|mười|two|three|four|five|six|seven|eight|nine|ten"
_DEMAND: Final = re.compile(
    rf"\b(?:{_LEAST})\s+(?:(?:là|có|đạt|từ|phải)\s+)?(?:{_FIGURE}\s*%?|(?:{_FEW})\b)"
    rf"|{_FIGURE}\s*%"
    rf"|{_FIGURE}\s+(?:[^\s\d]+\s+){{0,3}}?(?:trở lên|trở xuống)"
    rf"|{_FIGURE}\s+(?:[^\s\d]+\s+)?(?:or|and)\s+(?:more|fewer|less|above|higher|up(?:wards)?)\b",
    re.IGNORECASE,
)


def demanded(text: str) -> tuple[str, ...]:
    """Return what *text* says, in Vietnamese or English, of numbers to be reached, each as it is written.

    Numbers of articles, grades, dates, years and ages are none of them.

    Examples
    --------
    >>> demanded("Ít nhất 95% học sinh lớp 9 tốt nghiệp theo Điều 5")
    ('Ít nhất 95%',)
    >>> demanded("Học sinh từ lớp 6 đến lớp 9 theo Thông tư 24/2024")
    ()
    """
    return tuple(" ".join(match[0].split()) for match in _DEMAND.finditer(_without_references(text)))


def _without_references(text: str) -> str:
    return _REFERENCE.sub("…", text)


def named(text: str) -> frozenset[Fraction]:
    """Return the numbers that *text* names in digits or in small words; where it could be read two ways, both.

    Examples
    --------
    >>> sorted(map(str, named("Ba trong 1.000 trường")))
    ['1', '1000', '3']
    """
    found = {Fraction(_WORDS[word]) for word in re.findall(r"\w+", text.lower()) if word in _WORDS}
    for written in (one for one in _NUMBER.findall(text) if len(one) <= _LONGEST):
        if _THOUSANDS.fullmatch(written):
            found.add(Fraction(re.sub(r"[.,]", "", written)))
        if len(re.findall(r"[.,]", written)) <= 1:
            found.add(Fraction(written.replace(",", ".")))
    return frozenset(found)


# -- numbers of a rule -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A number that a rule asks for, and the ways in which a text may say it."""

    written: str
    key: str

    def ways(self) -> Iterator[Fraction]:
        number = Fraction(_exact(self.written) or 0)
        yield number
        if not self.written.endswith("%"):
            yield from (number * 100, number + {"above": 1, "below": -1}.get(self.key, 0))
        elif number:
            yield from (number / 100, 100 / number, 100 - number)


def _numbers_of(study: Study, rules: Iterable[Any]) -> frozenset[Fraction]:
    """Return the numbers that *rules* ask for, in every way a text may say them; 0, which texts leave out, is none."""
    found = [way for rule in rules for asked in _asked(study, rule) for way in asked.ways()]
    return frozenset(way for way in found if way)


def _asked(study: Study, rule: Any) -> Iterator[_Asked]:
    """Yield the numbers of a rule and of what it names: its thresholds, tables, and how many years a set has."""
    definition = study.framework.definition
    if isinstance(rule, str):
        yield from _asked(study, definition.define.get(rule))
        return
    for part, _ in parts_of(rule):
        yield from (_Asked(text, key) for key, text in _literals(part) if _exact(text) is not None)
        for kind, name in names_in(part):
            if kind == "define":
                yield from _asked(study, definition.define.get(name))
            elif kind == "sets" and name in definition.sets:
                yield _Asked(str(definition.sets[name].last or 0), "last")


def _literals(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, AwardCompared) and part.for_ is not None:
        yield "for", part.for_
    if isinstance(part, Compared):
        yield from ((key, to) for key, to in part.comparisons() if isinstance(to, str))
    elif isinstance(part, ValueTable):
        yield from (("values", to) for to in (*part.values.values(), part.otherwise) if isinstance(to, str))
    elif isinstance(part, StepTable):
        yield from (("steps", step.then) for step in part.steps if isinstance(step.then, str))


def _exact(text: str) -> Number | None:
    """Read a number, a percentage, or the count of a length of time."""
    length = duration_value(text)
    if length is not None:
        return length[0]
    try:
        return exact(text.removesuffix("%").strip())
    except ValueError:
        return None
