"""What several commands need: options, reading a dossier, writing to standard output.

Begin with ``options.py`` (decorators that add an option to a command), then ``dossiers.py`` (from the arguments of a
command to an assessment) and ``output.py`` (to a pipe or to a terminal).

Nothing here may load the engine when it is imported: the modules import it inside their functions. A module is loaded
when one of its names is first used.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.cli.shared.cache_folder import CacheFolder, find_cache_folder
    from kiemdinh.cli.shared.code_pages import explain_option
    from kiemdinh.cli.shared.crosswalks import check_crosswalk
    from kiemdinh.cli.shared.dossiers import (
        assess_dossier,
        open_with_framework,
        read_law_day,
        write_explanation,
    )
    from kiemdinh.cli.shared.file_kinds import FileKind, find_kind, is_crosswalk, reason_to_skip
    from kiemdinh.cli.shared.input import load_framework, name_beside, open_argument, open_costs, open_framework
    from kiemdinh.cli.shared.language import (
        CommandTable,
        SpeakingGroup,
        add_language_option,
        language_of_data,
        say,
        spoken_language,
    )
    from kiemdinh.cli.shared.lint_cache import LintCache
    from kiemdinh.cli.shared.members import given_members, given_references, member_options
    from kiemdinh.cli.shared.office import assess_tables, office_options, tables_options, write_office_result
    from kiemdinh.cli.shared.options import (
        budget_option,
        confirmations_option,
        costs_options,
        dossier_options,
        format_option,
        full_option,
        lang_option,
        target_option,
    )
    from kiemdinh.cli.shared.output import (
        OutputError,
        discard_output,
        terminal_width,
        write,
        write_error,
        write_lines,
        write_new_file,
        write_page,
        write_problems,
    )
    from kiemdinh.cli.shared.progress import show_progress

__all__ = [
    "CacheFolder",
    "CommandTable",
    "FileKind",
    "LintCache",
    "OutputError",
    "SpeakingGroup",
    "add_language_option",
    "assess_dossier",
    "assess_tables",
    "budget_option",
    "check_crosswalk",
    "confirmations_option",
    "costs_options",
    "discard_output",
    "dossier_options",
    "explain_option",
    "find_cache_folder",
    "find_kind",
    "format_option",
    "full_option",
    "given_members",
    "given_references",
    "is_crosswalk",
    "lang_option",
    "language_of_data",
    "load_framework",
    "member_options",
    "name_beside",
    "office_options",
    "open_argument",
    "open_costs",
    "open_framework",
    "open_with_framework",
    "read_law_day",
    "reason_to_skip",
    "say",
    "show_progress",
    "spoken_language",
    "tables_options",
    "target_option",
    "terminal_width",
    "write",
    "write_error",
    "write_explanation",
    "write_lines",
    "write_new_file",
    "write_office_result",
    "write_page",
    "write_problems",
]

_MODULES = {
    "cache_folder": (
        "CacheFolder",
        "find_cache_folder",
    ),
    "code_pages": ("explain_option",),
    "crosswalks": ("check_crosswalk",),
    "dossiers": (
        "assess_dossier",
        "open_with_framework",
        "read_law_day",
        "write_explanation",
    ),
    "file_kinds": (
        "FileKind",
        "find_kind",
        "is_crosswalk",
        "reason_to_skip",
    ),
    "input": (
        "load_framework",
        "name_beside",
        "open_argument",
        "open_costs",
        "open_framework",
    ),
    "language": (
        "CommandTable",
        "SpeakingGroup",
        "add_language_option",
        "language_of_data",
        "say",
        "spoken_language",
    ),
    "lint_cache": ("LintCache",),
    "members": (
        "given_members",
        "given_references",
        "member_options",
    ),
    "office": (
        "assess_tables",
        "office_options",
        "tables_options",
        "write_office_result",
    ),
    "options": (
        "budget_option",
        "confirmations_option",
        "costs_options",
        "dossier_options",
        "format_option",
        "full_option",
        "lang_option",
        "target_option",
    ),
    "output": (
        "OutputError",
        "discard_output",
        "terminal_width",
        "write",
        "write_error",
        "write_lines",
        "write_new_file",
        "write_page",
        "write_problems",
    ),
    "progress": ("show_progress",),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
