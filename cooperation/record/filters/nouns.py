"""The filters of each noun. A dimension added here works on the page, in facets and in every format."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cooperation.models import (
    Agency,
    AgencyKind,
    Agreement,
    AgreementKind,
    Appointment,
    Commitment,
    CommitmentChange,
    Correction,
    Event,
    EventKind,
    EventStatus,
    Meeting,
    Mode,
    Official,
    Participation,
    Point,
    PointKind,
    Program,
    Progress,
    Role,
    Side,
    Source,
    State,
    Topic,
)

from .base import PartFilter, RecordFilter
from .dimensions import (
    ChoiceDimension,
    FromDimension,
    HeldDimension,
    PlaceDimension,
    RecordDimension,
    SearchDimension,
    ToDimension,
    TreeDimension,
    YearDimension,
)

PUBLISHED = {"state": State.PUBLISHED}
# For whom officials sat is known from published meetings alone.
SAT = {"participations__meeting__state": State.PUBLISHED}


def _un_agencies() -> Any:
    return Agency.objects.published().of_the_un()


def _azerbaijani_bodies() -> Any:
    return Agency.objects.published().of_azerbaijan()


def _agencies() -> Any:
    return Agency.objects.published()


def _topics() -> Any:
    return Topic.objects.published()


def _officials() -> Any:
    return Official.objects.published()


def _programs() -> Any:
    return Program.objects.published()


def _events() -> Any:
    return Event.objects.published()


def un_agency(path: str, along: dict[str, Any] | None = None) -> TreeDimension:
    return TreeDimension(path, _un_agencies, {"side": Side.UN}, along, label=_("UN agency"))


def azerbaijani_body(path: str, along: dict[str, Any] | None = None) -> TreeDimension:
    return TreeDimension(path, _azerbaijani_bodies, {"side": Side.AZERBAIJAN}, along, label=_("Azerbaijani body"))


def topic(path: str = "topics") -> TreeDimension:
    return TreeDimension(path, _topics, label=_("Topic"))


def official(path: str, label: Any) -> RecordDimension:
    return RecordDimension(path, _officials, label=label)


def program(path: str = "programs") -> RecordDimension:
    return RecordDimension(path, _programs, PUBLISHED, label=_("Program"))


def event(path: str = "events") -> RecordDimension:
    return RecordDimension(path, _events, PUBLISHED, label=_("Event"))


class CompanionDimension(RecordDimension):
    """A second official: with `official`, the meetings where both sat."""

    is_facet = False

    def counts(self, records: Any, name: str) -> list:
        return []


class MeetingFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    agency = un_agency("participations__agency")
    body = azerbaijani_body("participations__agency")
    topic = topic()
    year = YearDimension("date", label=_("Year"))
    official = official("participations__official", _("Official"))
    program = program()
    event = event()
    place = PlaceDimension(label=_("Place"))
    mode = ChoiceDimension("mode", Mode.choices, label=_("Mode"))

    class Meta:
        model = Meeting
        fields: list[str] = []


# `from` and `with` are words of Python, so these are declared by name.
MeetingFilter.base_filters |= {
    "with": CompanionDimension("participations__official", _officials, label=_("Together with")),
    "from": FromDimension("date_latest", label=_("From")),
    "to": ToDimension("date_earliest", label=_("To")),
}


class AgencyFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    side = ChoiceDimension("side", Side.choices, label=_("Side"))
    kind = ChoiceDimension("kind", AgencyKind.choices, label=_("Kind"))

    class Meta:
        model = Agency
        fields: list[str] = []


class OfficialFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    agency = un_agency("participations__agency", SAT)
    body = azerbaijani_body("participations__agency", SAT)

    class Meta:
        model = Official
        fields: list[str] = []


class ProgramFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    agency = un_agency("agencies")
    body = azerbaijani_body("agencies")
    topic = topic()
    year = YearDimension("start", label=_("Year of start"))

    class Meta:
        model = Program
        fields: list[str] = []


class EventFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    kind = ChoiceDimension("kind", EventKind.choices, label=_("Kind"))
    agency = un_agency("organisers")
    body = azerbaijani_body("organisers")
    topic = topic()
    year = YearDimension("start", label=_("Year"))
    place = PlaceDimension(label=_("Place"))
    status = ChoiceDimension("status", EventStatus.choices, label=_("Status"))

    class Meta:
        model = Event
        fields: list[str] = []


EventFilter.base_filters |= {
    "from": FromDimension("end_latest", "start_latest", label=_("From")),
    "to": ToDimension("start_earliest", label=_("To")),
}


class AgreementFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    kind = ChoiceDimension("kind", AgreementKind.choices, label=_("Kind"))
    agency = un_agency("parties")
    body = azerbaijani_body("parties")
    topic = topic()
    year = YearDimension("signed", label=_("Year signed"))

    class Meta:
        model = Agreement
        fields: list[str] = []


class CommitmentFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))
    progress = ChoiceDimension("progress", Progress.choices, label=_("Progress"))
    by = TreeDimension("made_by", _agencies, label=_("By"))
    topic = topic("point__topics")
    year = YearDimension("meeting__date", label=_("Year"))

    class Meta:
        model = Commitment
        fields: list[str] = []


CommitmentFilter.base_filters |= {
    "for": TreeDimension("made_to", _agencies, label=_("For")),
}


class TopicFilter(RecordFilter):
    q = SearchDimension(label=_("Search"))

    class Meta:
        model = Topic
        fields: list[str] = []


FILTERS: dict[str, type[RecordFilter]] = {
    filter_class._meta.model.noun: filter_class
    for filter_class in (
        MeetingFilter,
        AgencyFilter,
        OfficialFilter,
        ProgramFilter,
        EventFilter,
        AgreementFilter,
        CommitmentFilter,
        TopicFilter,
    )
}


class CorrectionFilter(RecordFilter):
    class Meta:
        model = Correction
        fields: list[str] = []


class SourceFilter(RecordFilter):
    publisher = HeldDimension("publisher", label=_("Publisher"))
    language = HeldDimension("language", label=_("Language"))
    year = YearDimension("published", label=_("Year"))

    class Meta:
        model = Source
        fields: list[str] = []


class ParticipationFilter(PartFilter):
    whole = MeetingFilter
    person = official("official", _("Person"))
    role = ChoiceDimension("role", Role.choices, label=_("Role"))

    class Meta:
        model = Participation
        fields: list[str] = []


ParticipationFilter.base_filters |= {
    "for": TreeDimension("agency", _agencies, label=_("Sat for")),
}


class PointFilter(PartFilter):
    whole = MeetingFilter
    by = TreeDimension("participation__agency", _agencies, label=_("Said for"))
    person = official("participation__official", _("Person"))
    kind = ChoiceDimension("kind", PointKind.choices, label=_("Kind"))

    class Meta:
        model = Point
        fields: list[str] = []


class AppointmentFilter(PartFilter):
    whole = OfficialFilter
    official = official("official", _("Official"))
    at = TreeDimension("agency", _agencies, label=_("Post at"))

    class Meta:
        model = Appointment
        fields: list[str] = []


AppointmentFilter.base_filters |= {
    "from": FromDimension("end_latest", is_open=True, label=_("From")),
    "to": ToDimension("start_earliest", is_open=True, label=_("To")),
}


class ProgressFilter(PartFilter):
    whole = CommitmentFilter

    class Meta:
        model = CommitmentChange
        fields: list[str] = []


# What stands as a list of data: the nouns, and what has no pages of its own.
LISTED: dict[str, type[RecordFilter]] = FILTERS | {
    "corrections": CorrectionFilter,
    "sources": SourceFilter,
    "participations": ParticipationFilter,
    "points": PointFilter,
    "appointments": AppointmentFilter,
    "progress": ProgressFilter,
}
