"""Whole pages, one module for each kind: a result, an explanation, a framework, the catalogue, uses.

Begin with ``assessment``. ``school`` has what all pages about a school share.

A page only puts sections in their order. Sentences are made in ``sentences``, and ``layout`` renders a page. Each name
here is loaded when it is first used: a command that shows one kind of page is not to wait for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.narration.pages.assessment import assessment_page, awards_page, warnings_page
    from kiemdinh.narration.pages.carry_over import carry_over_head, carry_over_page, carry_over_remarks
    from kiemdinh.narration.pages.catalogue import catalogue_page
    from kiemdinh.narration.pages.definition_keys import KeyItems
    from kiemdinh.narration.pages.definition_list import framework_list
    from kiemdinh.narration.pages.explanation import explanation_blocks, explanation_page, no_level_page
    from kiemdinh.narration.pages.framework import framework_page
    from kiemdinh.narration.pages.framework_rules import FrameworkRuleSections, node_rule_items
    from kiemdinh.narration.pages.school import blocking_sentences, page_head, school_name
    from kiemdinh.narration.pages.unverified import unverified_page
    from kiemdinh.narration.pages.uses import uses_page

__all__ = [
    "FrameworkRuleSections",
    "KeyItems",
    "assessment_page",
    "awards_page",
    "blocking_sentences",
    "carry_over_head",
    "carry_over_page",
    "carry_over_remarks",
    "catalogue_page",
    "explanation_blocks",
    "explanation_page",
    "framework_list",
    "framework_page",
    "no_level_page",
    "node_rule_items",
    "page_head",
    "school_name",
    "unverified_page",
    "uses_page",
    "warnings_page",
]

_MODULES = {
    "assessment": ("assessment_page", "awards_page", "warnings_page"),
    "carry_over": ("carry_over_head", "carry_over_page", "carry_over_remarks"),
    "catalogue": ("catalogue_page",),
    "definition_keys": ("KeyItems",),
    "explanation": ("explanation_blocks", "explanation_page", "no_level_page"),
    "definition_list": ("framework_list",),
    "framework": ("framework_page",),
    "framework_rules": ("FrameworkRuleSections", "node_rule_items"),
    "school": ("blocking_sentences", "page_head", "school_name"),
    "unverified": ("unverified_page",),
    "uses": ("uses_page",),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
