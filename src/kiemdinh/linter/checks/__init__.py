"""The checks of lint: one module for each kind of flaw, named by it; its first line says the codes.

A check is a function from a :class:`~kiemdinh.analysis.study.Study` to findings. It asks the study for proofs and
makes findings with ``linter.report``; it reads no file and prints nothing. ``unused`` is a short one to begin with.

To add a check: its code into the table of codes, a page into ``linter/pages``, a module here, its function into
``CHECKS`` of ``linter.lint``, and a faulty and a sound definition into ``tests/linter/zoo``.
"""

from kiemdinh.linter.checks.alike_awards import check_alike_awards
from kiemdinh.linter.checks.award_terms import check_award_terms
from kiemdinh.linter.checks.awards_gained_and_lost import check_awards_gained_and_lost
from kiemdinh.linter.checks.bounds_between_values import check_bounds_between_values
from kiemdinh.linter.checks.bounds_near_an_end import check_bounds_near_an_end
from kiemdinh.linter.checks.circular_awards import check_circular_awards
from kiemdinh.linter.checks.citation_rows import check_citation_rows
from kiemdinh.linter.checks.conditional_words import check_conditional_words
from kiemdinh.linter.checks.constant_conditions import check_constant_conditions
from kiemdinh.linter.checks.copied_steps import check_copied_steps
from kiemdinh.linter.checks.edition_dates import check_edition_dates
from kiemdinh.linter.checks.gaps_between_bands import check_gaps_between_bands
from kiemdinh.linter.checks.harmful_improvements import check_harmful_improvements
from kiemdinh.linter.checks.idle_evidence import check_idle_evidence
from kiemdinh.linter.checks.irrelevant_marks import check_irrelevant_marks
from kiemdinh.linter.checks.irrelevant_requirements import check_irrelevant_requirements
from kiemdinh.linter.checks.levels_without_end import check_levels_without_end
from kiemdinh.linter.checks.listed_nodes import check_listed_nodes
from kiemdinh.linter.checks.lone_bounds import check_lone_bounds
from kiemdinh.linter.checks.measures_in_text import check_measures_in_text
from kiemdinh.linter.checks.missing_citations import check_citations
from kiemdinh.linter.checks.missing_ranges import check_ranges
from kiemdinh.linter.checks.missing_translations import check_translations
from kiemdinh.linter.checks.missing_validity import check_validity
from kiemdinh.linter.checks.names_of_siblings import check_names_of_siblings
from kiemdinh.linter.checks.not_applicable import check_not_applicable
from kiemdinh.linter.checks.numbers_in_text import check_numbers_in_text
from kiemdinh.linter.checks.numbers_of_terms import check_numbers_of_terms
from kiemdinh.linter.checks.odd_totals import check_odd_totals
from kiemdinh.linter.checks.other_choices import check_other_choices
from kiemdinh.linter.checks.other_criteria import check_other_criteria
from kiemdinh.linter.checks.other_inputs import check_other_inputs
from kiemdinh.linter.checks.overlapping_bands import check_overlapping_bands
from kiemdinh.linter.checks.quantifiers_in_text import check_quantifiers_in_text
from kiemdinh.linter.checks.redundant_parts import check_redundant_parts
from kiemdinh.linter.checks.repeated_texts import check_repeated_texts
from kiemdinh.linter.checks.set_words import check_set_words
from kiemdinh.linter.checks.shares_of_another import check_shares_of_another
from kiemdinh.linter.checks.sides_of_grades import check_sides_of_grades
from kiemdinh.linter.checks.step_order import check_step_order
from kiemdinh.linter.checks.table_order import check_table_order
from kiemdinh.linter.checks.table_words import check_table_words
from kiemdinh.linter.checks.tag_words import check_tag_words
from kiemdinh.linter.checks.translated_texts import check_translated_texts
from kiemdinh.linter.checks.units_in_text import check_units_in_text
from kiemdinh.linter.checks.unlike_siblings import check_unlike_siblings
from kiemdinh.linter.checks.unreachable import check_unreachable
from kiemdinh.linter.checks.unreachable_entries import check_unreachable_entries
from kiemdinh.linter.checks.unread_layers import check_unread_layers
from kiemdinh.linter.checks.unused import check_unused
from kiemdinh.linter.checks.validity_by_label import check_validity_by_label
from kiemdinh.linter.checks.weaker_levels import check_weaker_levels
from kiemdinh.linter.checks.wrong_side import check_wrong_sides

__all__ = [
    "check_alike_awards",
    "check_award_terms",
    "check_awards_gained_and_lost",
    "check_bounds_between_values",
    "check_bounds_near_an_end",
    "check_circular_awards",
    "check_citation_rows",
    "check_citations",
    "check_conditional_words",
    "check_constant_conditions",
    "check_copied_steps",
    "check_edition_dates",
    "check_gaps_between_bands",
    "check_harmful_improvements",
    "check_idle_evidence",
    "check_irrelevant_marks",
    "check_irrelevant_requirements",
    "check_levels_without_end",
    "check_listed_nodes",
    "check_lone_bounds",
    "check_measures_in_text",
    "check_names_of_siblings",
    "check_not_applicable",
    "check_numbers_in_text",
    "check_numbers_of_terms",
    "check_odd_totals",
    "check_other_choices",
    "check_other_criteria",
    "check_other_inputs",
    "check_overlapping_bands",
    "check_quantifiers_in_text",
    "check_ranges",
    "check_redundant_parts",
    "check_repeated_texts",
    "check_set_words",
    "check_shares_of_another",
    "check_sides_of_grades",
    "check_step_order",
    "check_table_order",
    "check_table_words",
    "check_tag_words",
    "check_translated_texts",
    "check_translations",
    "check_units_in_text",
    "check_unlike_siblings",
    "check_unreachable",
    "check_unreachable_entries",
    "check_unread_layers",
    "check_unused",
    "check_validity",
    "check_validity_by_label",
    "check_weaker_levels",
    "check_wrong_sides",
]
