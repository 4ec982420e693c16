"""The codes of diagnostics, each with its title and its severity. ``docs/diagnostics.md`` explains each."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "CodeInfo", "Severity"]

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """What a code stands for: a title of a few words, and its usual severity.

    A code keeps its meaning across versions. The first digit tells where it comes from; the comments in
    :data:`CODES` say which. A single diagnostic may have another severity than its code.
    """

    title: str
    severity: Severity = "error"

    def title_in(self, lang: str) -> str:
        """Return the title in a language, ``vi`` or ``en``.

        >>> CODES["KD006"].title_in("vi")
        'Khóa lặp lại'
        """
        return Message(self.title).text_in(lang)


CODES: Mapping[str, CodeInfo] = MappingProxyType(
    {
        # KD0xx: reading the file
        "KD001": CodeInfo("File cannot be read"),
        "KD002": CodeInfo("Text is not UTF-8"),
        "KD003": CodeInfo("File is too large"),
        "KD004": CodeInfo("Syntax error"),
        "KD005": CodeInfo("Tab used as indentation"),
        "KD006": CodeInfo("Duplicate key"),
        "KD007": CodeInfo("Too many values"),
        "KD008": CodeInfo("Nested too deeply"),
        "KD009": CodeInfo("Tag in a file"),
        "KD010": CodeInfo("Not a mapping"),
        "KD011": CodeInfo("Several documents in one file"),
        "KD012": CodeInfo("Empty value"),
        "KD013": CodeInfo("Comma in unquoted text"),
        "KD014": CodeInfo("Control character"),
        "KD015": CodeInfo("Merge key"),
        "KD016": CodeInfo("Key is not text"),
        "KD017": CodeInfo("Table that cannot be read"),
        "KD018": CodeInfo("Text cut by a comment", "warning"),
        # KD1xx: the shape of a definition or dossier
        "KD101": CodeInfo("Missing key"),
        "KD102": CodeInfo("Unknown key"),
        "KD103": CodeInfo("Wrong type"),
        "KD104": CodeInfo("Not one of the choices"),
        "KD105": CodeInfo("None or several of the alternatives"),
        "KD106": CodeInfo("Bad number"),
        "KD107": CodeInfo("Bad date"),
        "KD108": CodeInfo("Bad duration"),
        "KD109": CodeInfo("Percentage expected"),
        "KD110": CodeInfo("Empty list"),
        "KD111": CodeInfo("Word in place of true or false"),
        # KD2xx: the meaning of a definition
        "KD201": CodeInfo("Id used twice"),
        "KD202": CodeInfo("Layer unclear"),
        "KD203": CodeInfo("Layer without nodes"),
        "KD204": CodeInfo("Not judged that way"),
        "KD205": CodeInfo("Unknown level"),
        "KD206": CodeInfo("Unknown tag"),
        "KD207": CodeInfo("Unknown set"),
        "KD208": CodeInfo("Unknown node"),
        "KD209": CodeInfo("Unknown name"),
        "KD210": CodeInfo("Member not said"),
        "KD211": CodeInfo("Years not said"),
        "KD212": CodeInfo("Cannot be compared this way"),
        "KD213": CodeInfo("Definition in a circle"),
        "KD214": CodeInfo("Unknown scale"),
        "KD215": CodeInfo("Unknown step or label"),
        "KD216": CodeInfo("Cannot be calculated with"),
        "KD217": CodeInfo("Table without a choice"),
        "KD218": CodeInfo("Gap in a table"),
        "KD219": CodeInfo("Otherwise that is never reached"),
        "KD220": CodeInfo("Level without a rule"),
        "KD221": CodeInfo("Not said what holds where it does not apply"),
        "KD222": CodeInfo("Not said what holds where it is empty"),
        "KD223": CodeInfo("Not said how it counts"),
        "KD224": CodeInfo("Level without text"),
        "KD225": CodeInfo("Input without what it needs"),
        "KD226": CodeInfo("Bad range or scale"),
        "KD227": CodeInfo("Stages without an order"),
        "KD228": CodeInfo("Bands that do not rise"),
        "KD229": CodeInfo("Other counts than expected"),
        "KD240": CodeInfo("Population"),
        "KD241": CodeInfo("Another framework"),
        "KD242": CodeInfo("Amendment"),
        "KD243": CodeInfo("No such framework"),
        "KD244": CodeInfo("Part of a definition"),
        "KD245": CodeInfo("Confirmation has lapsed", "warning"),
        "KD246": CodeInfo("Id of a bundled framework"),
        "KD247": CodeInfo("Not a definition"),
        "KD248": CodeInfo("Adoption"),
        # KD3xx: a dossier against its definition
        "KD301": CodeInfo("No such node"),
        "KD302": CodeInfo("No such input"),
        "KD303": CodeInfo("No such award"),
        "KD304": CodeInfo("No such stage"),
        "KD305": CodeInfo("Finding of the wrong kind"),
        "KD306": CodeInfo("No finding fits here"),
        "KD307": CodeInfo("Cannot be left out as not applicable"),
        "KD308": CodeInfo("Not applicable without a reason", "warning"),
        "KD309": CodeInfo("Not assessed by stage"),
        "KD310": CodeInfo("No date"),
        "KD311": CodeInfo("Not a school year"),
        "KD312": CodeInfo("Year or member not said"),
        "KD313": CodeInfo("Not given this way"),
        "KD314": CodeInfo("Outside its range"),
        "KD315": CodeInfo("Part and whole of an input that is not a number"),
        "KD316": CodeInfo("Decision without reason or author"),
        "KD317": CodeInfo("Ends before it begins"),
        "KD318": CodeInfo("Evidence code used twice"),
        "KD319": CodeInfo("Evidence code that does not fit the pattern", "warning"),
        "KD320": CodeInfo("Evidence code without an item", "warning"),
        "KD321": CodeInfo("Words and ids in one map"),
        "KD322": CodeInfo("No word for a list without findings"),
        "KD323": CodeInfo("Award of another framework not known there", "warning"),
        "KD324": CodeInfo("Not a dossier"),
        "KD329": CodeInfo("More than its whole"),
        "KD330": CodeInfo("No framework"),
        "KD331": CodeInfo("No such level"),
        "KD332": CodeInfo("Cost of something unknown"),
        "KD333": CodeInfo("Bad cost"),
        "KD334": CodeInfo("Wrong argument"),
        "KD340": CodeInfo("Result without its framework and dossier"),
        "KD341": CodeInfo("Not the data of a result"),
        # KD5xx: what can be proved wrong in a definition that loads (kiemdinh.linter)
        "KD501": CodeInfo("Level out of reach"),
        "KD502": CodeInfo("Label never given"),
        "KD503": CodeInfo("Condition that can never hold"),
        "KD504": CodeInfo("Condition that cannot fail"),
        "KD505": CodeInfo("Threshold outside its range"),
        "KD506": CodeInfo("Two units compared"),
        "KD507": CodeInfo("Case after one that always holds"),
        "KD508": CodeInfo("Award that no one can be eligible for"),
        "KD520": CodeInfo("Requirement that never matters", "warning"),
        "KD521": CodeInfo("Higher level asks less", "warning"),
        "KD522": CodeInfo("Subsumed alternative", "warning"),
        "KD523": CodeInfo("Threshold on the wrong side", "warning"),
        "KD524": CodeInfo("Better can lower the level", "warning"),
        "KD525": CodeInfo("Gained and lost together", "warning"),
        "KD526": CodeInfo("Level that no one ends at", "warning"),
        "KD527": CodeInfo("Entry of a table that no one gets", "warning"),
        "KD528": CodeInfo("Award that needs itself", "warning"),
        "KD529": CodeInfo("Gap between bands", "warning"),
        "KD530": CodeInfo("Declared and not used", "warning"),
        "KD531": CodeInfo("Tag or set without members", "warning"),
        "KD532": CodeInfo("Translation missing", "warning"),
        "KD533": CodeInfo("Citation missing", "warning"),
        "KD534": CodeInfo("Award without validity", "warning"),
        "KD535": CodeInfo("Number in the text alone", "warning"),
        "KD536": CodeInfo("Number in the rule alone", "warning"),
        "KD537": CodeInfo("Deciding figure without a range", "note"),
        "KD538": CodeInfo("Number of a rule that its text does not say", "note"),
        "KD539": CodeInfo("Numbers differ between languages", "warning"),
        "KD540": CodeInfo("Text and rule ask for opposite sides", "warning"),
        "KD541": CodeInfo("Condition in the text alone", "warning"),
        "KD542": CodeInfo("Article of another criterion", "warning"),
        "KD543": CodeInfo("Another node named", "warning"),
        "KD544": CodeInfo("Same text twice", "warning"),
        "KD545": CodeInfo("Unit unlike the text", "warning"),
        "KD546": CodeInfo("Not translated", "warning"),
        "KD547": CodeInfo("Tag named and not carried", "note"),
        "KD550": CodeInfo("Layer that nothing reads", "warning"),
        "KD551": CodeInfo("Grades of different sides", "warning"),
        "KD552": CodeInfo("Bound between two values", "warning"),
        "KD553": CodeInfo("Longer than the award is valid", "warning"),
        "KD554": CodeInfo("Dates that contradict one another", "warning"),
        "KD555": CodeInfo("Cell out of the order of its table", "note"),
        "KD556": CodeInfo("Rule unlike the words of its text", "warning"),
        "KD557": CodeInfo("Share of another whole", "note"),
        "KD558": CodeInfo("Counted though it does not apply", "note"),
        "KD559": CodeInfo("Evidence asked for in vain", "warning"),
        "KD560": CodeInfo("Bands that overlap", "warning"),
        "KD561": CodeInfo("More asked for, less long valid", "note"),
        "KD562": CodeInfo("Another choice named", "note"),
        "KD563": CodeInfo("Bound that no outcome has", "note"),
        "KD564": CodeInfo("Lower step asked for again", "note"),
        "KD565": CodeInfo("Total that is nearly a whole", "note"),
        "KD566": CodeInfo("Words of another input", "note"),
        "KD567": CodeInfo("One unlike its siblings", "note"),
        "KD590": CodeInfo("Suppression that cannot be read", "warning"),
        "KD591": CodeInfo("Suppression of nothing", "warning"),
        # KD4xx: warnings of an assessment
        "KD401": CodeInfo("Outside the edition", "warning"),
        "KD402": CodeInfo("Noticed while reading", "warning"),
        "KD403": CodeInfo("Records hidden by the date", "warning"),
        "KD404": CodeInfo("Evidence not checked", "warning"),
        "KD405": CodeInfo("Expired evidence", "warning"),
        "KD406": CodeInfo("Evidence not yet valid", "warning"),
        "KD407": CodeInfo("The sides differ", "warning"),
        "KD408": CodeInfo("Finding against a figure", "warning"),
        "KD409": CodeInfo("Not measured", "warning"),
        "KD410": CodeInfo("Guard or informing figure", "warning"),
        "KD411": CodeInfo("Claim disputed by its parts", "warning"),
        "KD412": CodeInfo("Sentence of the text against a reading", "warning"),
        "KD413": CodeInfo("Dossier of another framework", "warning"),
        "KD414": CodeInfo("School year that does not count", "warning"),
        "KD415": CodeInfo("Figures that inform", "warning"),
        "KD416": CodeInfo("Values that no rule reads", "warning"),
        "KD417": CodeInfo("Evidence that nothing cites", "warning"),
        "KD418": CodeInfo("Findings about what does not apply", "warning"),
        "KD419": CodeInfo("Role ended", "warning"),
        "KD425": CodeInfo("Cost that reaches no change", "warning"),
        # KD6xx: scenario files
        "KD601": CodeInfo("Unknown named dossier"),
        "KD602": CodeInfo("Scenario name used twice"),
        "KD603": CodeInfo("Nothing expected"),
        "KD604": CodeInfo("Refused and assessed at once"),
        "KD605": CodeInfo("Expects what is not there"),
        "KD606": CodeInfo("Tolerance without a figure"),
        "KD607": CodeInfo("Not a scenario file"),
        "KD608": CodeInfo("Each of a set that is not there"),
        "KD609": CodeInfo("The same scenario for each member"),
        "KD610": CodeInfo("Scenarios of another framework"),
        # KD7xx: tables of schools
        "KD701": CodeInfo("Column that is not known", "warning"),
        "KD702": CodeInfo("Column that can mean two things", "warning"),
        "KD703": CodeInfo("Two columns for one thing"),
        "KD704": CodeInfo("No column is known"),
        "KD705": CodeInfo("Several rows of headings"),
        "KD706": CodeInfo("Merged cells"),
        "KD707": CodeInfo("School and year twice"),
        "KD708": CodeInfo("Row of another length"),
        "KD709": CodeInfo("Row without a school"),
        "KD710": CodeInfo("Row that is no school", "warning"),
        "KD711": CodeInfo("Hidden rows or columns", "warning"),
        "KD712": CodeInfo("Numbers and texts in one column", "warning"),
        "KD713": CodeInfo("Error in a cell"),
        "KD714": CodeInfo("Number in a column of words"),
        "KD715": CodeInfo("Encoding of a table"),
        "KD716": CodeInfo("Not a table"),
        "KD717": CodeInfo("Package for this format not installed"),
        "KD718": CodeInfo("Table too large"),
        "KD719": CodeInfo("Mapping of columns"),
    }
)
