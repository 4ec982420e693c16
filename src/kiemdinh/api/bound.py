"""Methods of ``Assessment`` whose logic stands on a higher floor, which is imported when they are called.

It is the only module that may import from a higher floor; the import contract names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kiemdinh import api
from kiemdinh.diagnostics.arguments import check_count, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.explanation.search_work import check_budget
from kiemdinh.rules import Budget

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["BoundMethods", "WritesCalendar", "add_members"]


def add_members(
    framework: Framework, dossier: Dossier, day: dt.date, register: Any, results: Any, references: Sequence[Framework]
) -> Dossier:
    """Return a dossier with the members and results that a caller hands over beside it; see :func:`kiemdinh.assess`."""
    from kiemdinh.portfolio.populations import open_members  # noqa: PLC0415 - see the module

    return open_members(framework, register, results, references).add_to(dossier, day)


class BoundMethods:
    """The methods of :class:`~kiemdinh.results.Assessment` about other days, and for reports."""

    def forecast(
        self, *, until: dt.date | str, editions: Iterable[Framework] = (), budget: int | None = None
    ) -> api.Forecast:
        """Return where the school stands from the evidence date to a later day, while its records stay (4.6).

        It says the same as an assessment on each day on which an edition is in force, with the knowledge date of this
        result.

        Parameters
        ----------
        until
            The last day, included.
        editions
            Other editions of the framework, where it is not a bundled one. The editions of a bundled one are known.
        budget
            The steps that it may take (5.11); None takes those of the assessment. A date costs a step for each fact
            that can have changed and for each citation of evidence. Where they run out, ``until`` of the forecast is an
            earlier day, and ``search.complete`` is False.

        Raises
        ------
        InputError
            *until* is no date, or lies before the evidence date; one of *editions* is no edition of the framework; or
            the budget is not a whole number of 1 or more.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
        >>> evidence = {"MC.1": {"title": "Plan", "until": "2028-06-30"}, "MC.2": {"title": "Report"}}
        >>> found = {c: {"is": "muc-1", "by": ["MC.1" if c == "4.1" else "MC.2"]} for c in criteria}
        >>> dossier = {"findings": found, "evidence": evidence}
        >>> forecast = kd.assess("vn.tt57-2026.pho-thong", dossier, on="2027-06-30").forecast(until="2030-12-31")
        >>> [(str(span.start), span.level and span.level.id) for span in forecast.spans]
        [('2027-06-30', 'muc-1'), ('2028-07-01', None)]
        >>> [(renewal.code, str(renewal.by)) for renewal in forecast.renew]
        [('MC.1', '2028-06-30')]
        """
        from kiemdinh.transitions.forecasts import find_forecast, list_editions  # noqa: PLC0415 - see the module

        result = cast("Any", self)
        start = result.dates.evidence
        last = read_date_argument(until, "until")
        if last is None:
            refuse_argument("until", until, Message("a date"))
        if last < start:
            raise InputError([_describe_no_later_day(start, until)])
        steps = Budget(result._budget if budget is None else check_budget(budget))  # noqa: SLF001 - its own base class
        known = list_editions(result.framework, editions)
        found = find_forecast(known, result.dossier, start, last, result.dates.knowledge, steps)
        named = {shown for event in found.events for shown in event.lowers}
        return api.with_result(api.Forecast, found, result, titles=api.find_titles_by_id(result, sorted(named)))

    def ask_next(
        self, target: str | None = None, *, limit: int | None = None, budget: int | None = None
    ) -> api.NextQuestions:
        """Return which unknown fact to settle next: whatever the answer, the fewest outcomes are possible after it.

        The questions are ordered by the most outcomes that remain after an answer, then by their mean over all answers,
        then as the definition declares them (5.12). A figure has one answer for each way in which the rules can tell
        its values apart.

        Parameters
        ----------
        target
            A level, a label, or a grade of an award by its id (``award:ID/GRADE``): the question is then whether it is
            certain. None asks for the whole main outcome.
        limit
            The most questions that are given. Few are found sooner than all.
        budget
            The steps that it may take (5.11): one for each fact that depends on an answer. Where they run out, the
            questions that have not been tried are left out.

        Raises
        ------
        InputError
            There is no such level or grade, or *limit* or the budget is not a whole number of 1 or more.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
        >>> found = dict.fromkeys(criteria, "muc-1") | {"4.1": None, "4.3": None}
        >>> asked = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30").ask_next()
        >>> [(one.id, [(answer.answer, answer.outcomes) for answer in one.answers]) for one in asked.questions][:1]
        [('4.1', [('khong-dat', 1), ('muc-1', 1), ('muc-2', 1)])]
        """
        from kiemdinh.transitions.questions import AskedSchool, find_goal, find_questions  # noqa: PLC0415 - see the module

        result = cast("Any", self)
        goal = find_goal(result.framework, result.dossier, target)
        steps = Budget(result._budget if budget is None else check_budget(budget))  # noqa: SLF001 - as above
        most = None if limit is None else check_count("limit", limit)
        asked = AskedSchool(result.framework, result.dossier, result.dates, result._school)  # noqa: SLF001
        found = find_questions(asked, result.nodes, goal, most, steps)
        return api.with_result(api.NextQuestions, found, result)

    def report(
        self,
        form: str,
        *,
        format: str = "docx",  # noqa: A002 - the name that the command has too
        template: PathLike[str] | None = None,
        date: dt.date | str | None = None,
        costs: Any = None,
        lang: str = "vi",
    ) -> bytes:
        """Return a report as a file; :func:`kiemdinh.report` says what the arguments mean and what is raised.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
        >>> result.report("criteria", format="pdf", date="2027-06-30")[:5]
        b'%PDF-'
        """
        from kiemdinh.reports import report  # noqa: PLC0415 - see the module

        result = cast("Any", self)
        return report(result, form, format=format, template=template, date=date, costs=costs, lang=lang)


class WritesCalendar:
    """Writes the days of a forecast as a calendar."""

    __slots__ = ()

    def to_ics(self, lang: str | None = None) -> str:
        """Return the days to renew, and the days on which something falls, as a calendar (iCalendar, RFC 5545).

        Each is a whole day; what is to be renewed has an alarm 30 days before. Without *lang* it is in Vietnamese where
        the definition has it, else in English.

        Raises
        ------
        InputError
            The extra ``ics`` is not installed (KD717), or there is no such language.
        """
        from kiemdinh.transitions.forecasts import write_calendar  # noqa: PLC0415 - see the module

        return write_calendar(cast("Any", self), lang)


def _describe_no_later_day(start: dt.date, until: object) -> Diagnostic:
    expected = Message("a day from {start} on", start=start)
    message = Message("a forecast ends on the day of the assessment or later")
    return Diagnostic("KD334", "error", message, path="until", expected=expected, found=str(until))
