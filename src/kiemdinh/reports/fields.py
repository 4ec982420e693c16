"""The fields that a template of a user's own can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.dossier import TEXT_KEYS
from kiemdinh.reports.content import BLANK
from kiemdinh.reports.forms import EVIDENCE_COLUMNS, evidence_table, list_issues, list_measures

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.reports.content import RatedStandard, ReportContent

__all__ = ["report_fields"]


def report_fields(content: ReportContent, form: str, title: str) -> dict[str, Any]:
    """Return the fields by their names: texts, and lists and maps of texts. Blanks are dots.

    ``docs/documents.md`` lists them. Every result has all of them.
    """
    result, school = content.result, content.dossier.school
    evidence = evidence_table(content)
    return {
        "form": form,
        "title": title,
        "country": content.text("report.country"),
        "motto": content.text("report.motto"),
        "day": content.day(),
        "place_and_day": content.place_and_day(),
        "authority": content.note("authority", content.text("report.blank.authority")),
        "head": content.note("head", content.text("report.blank.head")),
        "school": {
            "id": school.id or BLANK,
            "name": content.school_name(),
            "stages": ", ".join(map(content.messages.name_stage, school.stages or ())) or BLANK,
            "founded": BLANK if school.founded is None else content.messages.format_date(school.founded),
        },
        "framework": {
            "id": result.framework.id,
            "title": result.framework.title(content.lang),
            "source": content.names.name_source(),
        },
        "assessed_on": content.messages.format_date(result.dates.evidence),
        "level": BLANK if result.outcome is None else content.messages.name_level(result.outcome),
        "notes": {key.rpartition(".")[2]: text for key, text in content.dossier.notes.items()},
        "standards": [_standard_fields(content, standard) for standard in content.standards],
        "criteria": [_criterion_fields(content, node) for one in content.standards for node in one.criteria],
        "evidence": [dict(zip(EVIDENCE_COLUMNS, row, strict=True)) for row in evidence.rows],
        "issues": [dict(one) for one in list_issues(content)],
        "measures": [dict(one) for one in list_measures(content)],
        "blanks": content.list_blanks(),
    }


def _standard_fields(content: ReportContent, standard: RatedStandard) -> dict[str, Any]:
    node = standard.node or ""
    return {
        "id": node,
        "name": content.name_standard(standard),
        **{key: content.text_of(node, key) or BLANK for key in TEXT_KEYS},
        "criteria": [_criterion_fields(content, one) for one in standard.criteria],
    }


def _criterion_fields(content: ReportContent, node: NodeResult) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": content.name_criterion(node),
        "stands": content.table.describe_standing(node),
        "why": node.why or "",
        "codes": content.cite(node),
        **{key: content.text_of(node.node, key) or BLANK for key in TEXT_KEYS},
        "levels": [
            {
                "name": step.name,
                "state": content.text(f"report.verdict.{step.state}"),
                "requirements": list(step.requirements),
            }
            for step in content.steps_of(node)
        ],
    }
