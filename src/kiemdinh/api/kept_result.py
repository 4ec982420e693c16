"""A result as a value: it never changes, is shared by threads, compared, copied, pickled, and read from its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypeVar

from kiemdinh.api.kept_property import KeptProperty, new_lock
from kiemdinh.api.origin import ResultOrigin, raise_detached
from kiemdinh.data.as_json import ASSESSMENT_SCHEMA_ID
from kiemdinh.data.outcomes import Dates, FrameworkRef, LevelRef
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import DEFAULT_BUDGET
from kiemdinh.standards.catalogue import is_bundled, load_bundled
from kiemdinh.standards.loading import Framework
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.assessment.plain import PlainLevels
    from kiemdinh.evidence.reading import OpenDossier

__all__ = ["KeptResult", "make_plain_result"]

_SCHOOL: Final[Mapping[str, Any]] = {"id": str | None, "name": str | None, "stages": tuple[str, ...] | None}
_WORDS: Final = "words"


class KeptResult:
    """The base of results, by which they are values (7.5); :class:`kiemdinh.Assessment` adds their content.

    The content is kept in ``__dict__`` under the name of each attribute. It is worked out when it is first asked for,
    or read back from data. A result that was read back without its framework or dossier has the same content; it asks
    for them where they are needed.

    Attributes
    ----------
    dates
        The three clocks (4.1).
    """

    dates: Dates
    _wanted: LevelRef | None
    _budget: int

    def __init__(
        self,
        framework: Framework,
        dossier: Dossier,
        dates: Dates,
        wanted: LevelRef | None = None,
        budget: int = DEFAULT_BUDGET,
    ) -> None:
        # Set past __setattr__, which refuses every change.
        self.__dict__.update(framework=framework, dossier=dossier, dates=dates, _wanted=wanted, _budget=budget)
        self.__dict__["_lock"] = new_lock()

    # ``KeptProperty`` still works: it stores into ``__dict__``, past this method.
    def __setattr__(self, name: str, _value: object) -> NoReturn:
        msg = f"an assessment does not change: {name} cannot be set or deleted"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    # -- what it is about ------------------------------------------------------------------------------

    @KeptProperty
    def framework(self) -> Framework:
        """The framework that the school was assessed under.

        A result that was read back finds it again where it is bundled, by its id and digests.

        Raises
        ------
        InputError
            It is not bundled, or has changed since; :meth:`attach` gives it (KD340).
        """
        found = load_bundled(self.framework_id, self.framework_ref.in_force)
        digests = None if found is None else (found.digest, found.confirmations_digest)
        if found is None or digests != (self.framework_digest, self.confirmations_digest):
            raise_detached(Message("the framework"), self.framework_id)
        return found

    @KeptProperty
    def dossier(self) -> Dossier:
        """What the school shows.

        Raises
        ------
        InputError
            The result was read from JSON, which has no dossier; :meth:`attach` gives it (KD340).
        """
        if self._plain is None:
            raise_detached(Message("the dossier"), self.framework_id)
        return self._plain.read_dossier(self.framework)

    @KeptProperty
    def _plain(self) -> PlainLevels | None:
        """The levels by the compiled rules, where the dossier is plain."""
        return None

    @KeptProperty
    def framework_ref(self) -> FrameworkRef:
        """What results say of the framework: its id, titles, document and edition."""
        definition = self.framework.definition
        source = definition.source
        texts = (self.framework.id, definition.vi, definition.en)
        return FrameworkRef(*texts, source.document, source.part, source.in_force, source.until)

    @property
    def framework_id(self) -> str:
        """The id of the framework."""
        return self.framework_ref.id

    @KeptProperty
    def bundled(self) -> bool:
        """Whether the framework is the bundled one of its id (7.6).

        False for a framework of one's own, and for one that has the id of a bundled framework and differs from it.
        """
        return is_bundled(self.framework)

    @KeptProperty
    def framework_digest(self) -> str:
        """The digest of what the definition says, ``rules2:sha256:…``; certainty is left out (7.1)."""
        return self.framework.digest

    @KeptProperty
    def confirmations_digest(self) -> str | None:
        """The digest of the confirmations of the definition that stand; None where there are none (7.1)."""
        return self.framework.confirmations_digest

    @KeptProperty
    def dossier_digest(self) -> str:
        """The digest of what the dossier records (7.1)."""
        return self.dossier.digest

    @KeptProperty
    def engine(self) -> str:
        """The version of kiemdinh that made the result."""
        return __version__

    @KeptProperty
    def school(self) -> Mapping[str, Any]:
        """The school's id, name and stages, as the dossier gives them."""
        school = self.dossier.school
        return FrozenMap({"id": school.id, "name": school.name, "stages": school.stages})

    @KeptProperty
    def subject(self) -> Mapping[str, Any]:
        """What is assessed: its kind, such as *school* or *commune*, and its id and name."""
        school = self.dossier.school
        kind = self.framework.definition.subject.kind
        return FrozenMap({"kind": kind, "id": school.id, "name": school.name})

    # -- a value ---------------------------------------------------------------------------------------

    @property
    def origin(self) -> ResultOrigin:
        """The inputs of the result: the framework's id, the digests, the version of kiemdinh, and the dates."""
        digests = (self.framework_digest, self.confirmations_digest, self.dossier_digest)
        return ResultOrigin(self.framework_id, self.bundled, *digests, self.engine, self.dates)

    def __eq__(self, other: object) -> bool:
        """Whether *other* is a result of the same inputs: digests, dates and version of kiemdinh (7.5)."""
        return isinstance(other, KeptResult | ResultOrigin) and self.origin == other

    def __hash__(self) -> int:
        return hash(self.origin)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is pickled: as data, with the dossier, and with its framework by id and digests."""
        return _restore, (type(self), self._list_data(), self.__dict__.get("dossier"), self._wanted, self._budget)

    def _list_data(self) -> dict[str, Any]:
        """Work out all attributes, and return them by their names."""
        from kiemdinh.data.assessment_schema import ASSESSMENT_KEYS  # noqa: PLC0415 - few results are pickled

        return {
            name: getattr(self, name)
            for name in ("framework_ref", *ASSESSMENT_KEYS, "school", "subject")
            if name != _WORDS
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the result from *data* that :meth:`to_dict` wrote, also in an earlier minor version.

        It has the same content. Its framework is found again where it is bundled. Explanations also need the dossier,
        which is not in JSON; :meth:`attach` gives it.

        Raises
        ------
        InputError
            *data* is not the data of a result (KD341); the place of what is wrong is named.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
        >>> again = kd.Assessment.from_dict(result.to_dict())
        >>> again == result, again.node("1.1").guaranteed.id
        (True, 'muc-1')
        """
        # Few results are read back.
        from kiemdinh.api.from_json import check_schema, decode_fields  # noqa: PLC0415
        from kiemdinh.data.assessment_schema import ASSESSMENT_KEYS  # noqa: PLC0415
        from kiemdinh.data.schema import version_pattern  # noqa: PLC0415

        check_schema(data, version_pattern(ASSESSMENT_SCHEMA_ID))
        data = {"figures": (), "references": (), **data}  # data that was written before this key existed
        kinds = {name: kind for name, kind in ASSESSMENT_KEYS.items() if name != _WORDS}
        said = decode_fields({**kinds, "framework": FrameworkRef, "school": Any}, data)
        said["framework_ref"] = said.pop("framework")
        said["school"] = FrozenMap(decode_fields(_SCHOOL, said["school"]))
        said["subject"] = FrozenMap(data.get("subject") or {"kind": "school", **_id_and_name(said["school"])})
        wanted = None if said["target"] is None else said["target"].level
        return _restore(cls, said, None, wanted, DEFAULT_BUDGET)

    def attach(
        self,
        framework: Framework | None = None,
        dossier: Dossier | OpenDossier | Mapping[str, Any] | None = None,
    ) -> Self:
        """Return the same result with its framework and dossier, so that it can explain and narrate again.

        Parameters
        ----------
        framework
            The framework that it was worked out under; None takes the bundled one.
        dossier
            The dossier; None leaves it as it is.

        Raises
        ------
        InputError
            Their digests differ from those that the result names (KD340), or *framework* is not loaded.
        """
        if framework is not None and not isinstance(framework, Framework):
            refuse_argument("framework", framework, Message("a framework that is loaded"))
        found = self.framework if framework is None else framework
        digests = (found.digest, found.confirmations_digest)
        _require_equal(Message("framework"), digests, (self.framework_digest, self.confirmations_digest))
        kept = self.__dict__.get("dossier") if self._plain is None else self.dossier
        if dossier is not None:
            # A record without a date was made on the day of the assessment.
            day = self.dates.evidence
            kept = dossier if isinstance(dossier, Dossier) else read_dossier(dossier, found, default_date=day)
            _require_equal(Message("dossier"), kept.digest, self.dossier_digest)
        result = _restore(type(self), self._list_data(), kept, self._wanted, self._budget)
        result.__dict__["framework"] = found
        return result


ResultT = TypeVar("ResultT", bound=KeptResult)


def make_plain_result(cls: type[ResultT], framework: Framework, plain: PlainLevels, budget: int) -> ResultT:
    """Return the result of a plain dossier whose levels are known; the dossier is made when it is asked for."""
    result = cls.__new__(cls)
    result.__dict__.update(
        framework=framework, dates=plain.dates, level=plain.guaranteed, attainable=plain.attainable,
        _wanted=None, _budget=budget, _plain=plain, _lock=new_lock(),
    )  # fmt: skip
    return result


def _restore(
    cls: type[ResultT], said: Mapping[str, Any], dossier: Dossier | None, wanted: LevelRef | None, budget: int
) -> ResultT:
    """Return a result with the attributes *said*, by their names."""
    result = cls.__new__(cls)
    result.__dict__.update(said, _wanted=wanted, _budget=budget, _lock=new_lock())
    if dossier is not None:
        result.__dict__["dossier"] = dossier
    return result


def _require_equal(what: Message, found: object, expected: object) -> None:
    if found != expected:
        message = Message("this is not the {what} that the result was worked out from", what=what)
        raise InputError(
            [Diagnostic("KD340", "error", message, expected=Message.verbatim(f"{expected}"), found=f"{found}")]
        )


def _id_and_name(school: Mapping[str, Any]) -> dict[str, Any]:
    return {key: school[key] for key in ("id", "name")}
