"""The tables of the public record, column by column: of lists as CSV and spreadsheets, and of the whole record.

A column that is not named here is not public.
"""

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.models import (
    CORRECTED,
    Agency,
    Agreement,
    Appointment,
    Commitment,
    CommitmentChange,
    Correction,
    Event,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Side,
    Source,
    Topic,
)

from .columns import (
    OWN_WORDS,
    SEATS,
    called,
    choice,
    date,
    identifiers,
    many,
    meeting_if_public,
    named,
    named_if_public,
    published,
    seated_agencies,
    source,
    sources,
    table_of,
    texts,
)
from .tables import Column, Kind, Linked, Relation, Table

MEETINGS = table_of(
    Meeting,
    _("Meetings"),
    (
        *texts("title"),
        *date("date"),
        Column("date_note"),
        *choice("mode"),
        Column("venue"),
        Column("city"),
        Column("country"),
        *texts("summary", about=OWN_WORDS),
    ),
    (
        seated_agencies("un_agencies", Side.UN, "un_agency", _("UN agencies")),
        seated_agencies("azerbaijani_bodies", Side.AZERBAIJAN, "azerbaijani_body", _("Azerbaijani bodies")),
        Relation(
            "officials",
            Linked(SEATS, "official_id"),
            published(Official),
            "official_names_en",
            label=_("officials"),
            ordered=True,
        ),
        many(Meeting, "topics", Topic, "topic"),
        many(Meeting, "programs", Program, "program"),
        many(Meeting, "events", Event, "event"),
        sources(Meeting),
    ),
)

_NAME_THAT_DAY = Coalesce(NullIf("reported_name", Value("")), "official__name_en", output_field=CharField())
PARTICIPATIONS = Table(
    "participations",
    _("Who met whom"),
    Participation,
    published(Participation),
    (
        *named("meeting", "meetings"),
        *date("date", "meeting__date"),
        Column("number", Kind.NUMBER, "order", label=_("number"), about=_("The participant's number in the meeting.")),
        *choice("side", "agency__side"),
        *named("agency", "agencies"),
        Column("agency_acronym_en", value="agency__acronym_en"),
        *named("official", "officials"),
        Column(
            "name",
            value=_NAME_THAT_DAY,
            field="reported_name",
            about=_("As reported, else as the record knows the official; empty for a delegation."),
        ),
        *texts("title", "reported_title"),
        *choice("role"),
    ),
    noun="meetings",
    owner="meeting_id",
    order=("order", "id"),
)

POINTS = Table(
    "points",
    _("What was said"),
    Point,
    published(Point),
    (
        *named("meeting", "meetings"),
        *date("date", "meeting__date"),
        Column("number", Kind.NUMBER, "order", label=_("number"), about=_("The point's number in the meeting.")),
        *choice("kind"),
        *named("agency", "agencies", "participation__agency"),
        *named("official", "officials", "participation__official"),
        *texts("text", about=OWN_WORDS),
        source(),
        Column("paragraph", Kind.NUMBER),
    ),
    (many(Point, "topics", Topic, "topic"),),
    noun="meetings",
    owner="meeting_id",
    order=("order", "id"),
)

AGENCIES = table_of(
    Agency,
    _("Agencies"),
    (
        *texts("name"),
        *texts("acronym"),
        *choice("side"),
        *choice("kind"),
        *named("parent", "agencies"),
        *named("predecessor", "agencies"),
        *date("succeeded_on"),
        Column("headquarters_city"),
        Column("headquarters_country"),
        Column("website", Kind.URL),
        *date("founded"),
        *texts("description"),
        Column("aliases", Kind.LINES, about=_("Former names, other acronyms and names in other languages.")),
    ),
    (identifiers("agency"),),
)

OFFICIALS = table_of(
    Official,
    _("Officials"),
    (
        *texts("name"),
        Column("other_spellings", Kind.LINES, about=_("In any script, as sources write the name.")),
    ),
    (identifiers("official"),),
)

APPOINTMENTS = Table(
    "appointments",
    _("Posts of officials"),
    Appointment,
    published(Appointment),
    (
        *named("official", "officials"),
        *named("agency", "agencies"),
        *texts("title"),
        *date("start"),
        *date("end"),
        source(),
    ),
    noun="officials",
    owner="official_id",
    order=("id",),
)

TOPICS = table_of(
    Topic,
    _("Topics"),
    (
        *texts("name"),
        *named("parent", "topics"),
        *texts("description"),
        Column("sdgs", Kind.NUMBERS, about=_("The numbers of the goals that this topic chiefly serves.")),
    ),
)

PROGRAMS = table_of(
    Program,
    _("Programs"),
    (
        *texts("name"),
        *texts("acronym"),
        Column("partners"),
        *date("start"),
        *date("end"),
        *texts("summary", about=OWN_WORDS),
    ),
    (many(Program, "agencies", Agency, "agency"), many(Program, "topics", Topic, "topic"), sources(Program)),
)

EVENTS = table_of(
    Event,
    _("Events"),
    (
        *texts("name"),
        *texts("acronym"),
        *choice("kind"),
        *choice("status"),
        Column("other_organisers"),
        *date("start"),
        *date("end"),
        Column("city"),
        Column("country"),
        *named_if_public("parent", "events"),
        Column("aliases", Kind.LINES, about=_("Former names, other acronyms and names in other languages.")),
        *texts("summary", about=OWN_WORDS),
    ),
    (many(Event, "organisers", Agency, "organiser"), many(Event, "topics", Topic, "topic"), sources(Event)),
)

AGREEMENTS = table_of(
    Agreement,
    pgettext_lazy("documents", "Agreements"),
    (
        *texts("title"),
        *choice("kind"),
        Column("other_parties"),
        *date("signed"),
        *date("in_force_until"),
        *meeting_if_public(),
        Column("text_url", Kind.URL),
    ),
    (
        many(Agreement, "parties", Agency, "party"),
        many(Agreement, "programs", Program, "program"),
        many(Agreement, "topics", Topic, "topic"),
        sources(Agreement),
    ),
)

COMMITMENTS = table_of(
    Commitment,
    _("Commitments"),
    (
        *texts("text"),
        *named("meeting", "meetings"),
        *date("date", "meeting__date"),
        Column("point", Kind.NUMBER, "point__order", field="point", about=_("Its number in the meeting.")),
        *named("made_by", "agencies", about=_("The body that undertakes it.")),
        *named("made_to", "agencies", about=_("The body that it was promised to, where the source names one.")),
        *date("due"),
        *choice("progress"),
    ),
)

CHANGES = Table(
    "progress",
    _("Progress of commitments"),
    CommitmentChange,
    published(CommitmentChange),
    (
        *named("commitment", "commitments"),
        *choice("progress"),
        *date("on"),
        *meeting_if_public(),
        *named_if_public("program", "programs"),
        *named_if_public("event", "events"),
        *named_if_public("agreement", "agreements"),
        source(),
    ),
    noun="commitments",
    owner="commitment_id",
    order=("on", "id"),
)

SOURCES = Table(
    "sources",
    _("Sources"),
    Source,
    published(Source),
    (
        Column("url", Kind.URL),
        Column("uid", Kind.UID, about=_("The record's identity, which never changes.")),
        Column("publisher"),
        Column("title"),
        *date("published"),
        Column("language", Kind.CODE),
        Column("archived_url", Kind.URL),
    ),
    noun="sources",
    key=("url",),
)

_CORRECTED_NAME = Coalesce(
    *(f"{name}__{called(model.noun)}" for name, model in CORRECTED.items()), output_field=CharField()
)
CORRECTIONS = Table(
    "corrections",
    _("Corrections"),
    Correction,
    published(Correction),
    (
        Column("uid", Kind.UID, about=_("The record's identity, which never changes.")),
        Column("corrected_on", Kind.DAY),
        Column(
            "noun",
            Kind.CODE,
            Case(*(When(**{f"{name}__isnull": False}, then=Value(model.noun)) for name, model in CORRECTED.items())),
            label=_("table"),
            about=_("The table that the corrected record stands in."),
        ),
        Column(
            "record",
            Kind.CODE,
            Coalesce(*(f"{name}__slug" for name in CORRECTED)),
            label=_("record"),
            about=_("The code of the corrected record."),
        ),
        Column(
            "record_name_en",
            value=_CORRECTED_NAME,
            label=_("record"),
            about=_("Its name."),
        ),
        *texts("text"),
    ),
    noun="corrections",
    key=("uid",),
)

# What a noun has as its table, and what stands within its records.
OF_NOUNS: dict[str, tuple[Table, ...]] = {
    "meetings": (MEETINGS, PARTICIPATIONS, POINTS),
    "agencies": (AGENCIES,),
    "officials": (OFFICIALS, APPOINTMENTS),
    "programs": (PROGRAMS,),
    "events": (EVENTS,),
    "topics": (TOPICS,),
    "agreements": (AGREEMENTS,),
    "commitments": (COMMITMENTS, CHANGES),
    "corrections": (CORRECTIONS,),
    "sources": (SOURCES,),
}

# The same for each list of data.
OF_LISTS: dict[str, tuple[Table, ...]] = OF_NOUNS | {
    table.name: (table,) for tables in OF_NOUNS.values() for table in tables[1:]
}
