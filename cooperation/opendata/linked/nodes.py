"""Each noun of the record in the words of schema.org. Only properties that schema.org gives to the type are used."""

from functools import singledispatch
from typing import Any

from cooperation.models import AgencyKind, EventRelation, EventStatus, Mode, Progress, Role, Topic
from cooperation.record import public
from cooperation.record.chosen import list_name
from cooperation.record.public import AppointmentRecord, ParticipantRecord

from .parts import SCHEMA, At, Node, filled, place_node, reference, references

_GOVERNMENT = {
    AgencyKind.PRESIDENCY,
    AgencyKind.GOVERNMENT,
    AgencyKind.MINISTRY,
    AgencyKind.STATE_COMMITTEE,
    AgencyKind.STATE_AGENCY,
    AgencyKind.STATE_SERVICE,
    AgencyKind.PARLIAMENT,
    AgencyKind.OMBUDSMAN,
    AgencyKind.PROSECUTION,
    AgencyKind.DIPLOMATIC_MISSION,
}
_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.VIDEO: "OnlineEventAttendanceMode",
    Mode.PHONE: "OnlineEventAttendanceMode",
}
_EVENT_STATUS = {EventStatus.ANNOUNCED: "EventScheduled", EventStatus.CANCELLED: "EventCancelled"}
_ACTION_STATUS = {
    Progress.OPEN: "PotentialActionStatus",
    Progress.UNDER_WAY: "ActiveActionStatus",
    Progress.FULFILLED: "CompletedActionStatus",
    Progress.LAPSED: "FailedActionStatus",
}
# Addresses under which others know a body or a person, by the scheme of the identifier.
_ELSEWHERE = {
    "wikidata": "https://www.wikidata.org/entity/{}",
    "iati": "https://d-portal.org/ctrack.html?publisher={}",
}


@singledispatch
def node_of(record: Any, at: At) -> Node:
    """The node of a whole public record, in the active language."""
    raise TypeError(f"No node stands for {type(record).__name__}.")


@node_of.register
def _(meeting: public.MeetingRecord, at: At) -> Node:
    entry = meeting.entry
    discussed = [link.event for link in meeting.events if link.relation == EventRelation.DISCUSSED]
    around = [link.event for link in meeting.events if link.relation != EventRelation.DISCUSSED]
    return filled(
        {
            **_identified(meeting, at),
            "description": entry.summary,
            "startDate": entry.date,
            "eventAttendanceMode": _term(_ATTENDANCE.get(entry.mode)),
            "location": place_node(entry.place),
            "organizer": references(dict.fromkeys(_hosts(entry.participants)), at),
            "attendee": [_attendee(seat, at) for seat in entry.participants],
            "about": references([*entry.topics, *meeting.programs, *discussed], at),
            "superEvent": references(around, at),
        }
    )


def _hosts(seats: tuple[ParticipantRecord, ...]) -> list[public.Link]:
    return [seat.agency for seat in seats if seat.role == Role.HOST]


def _attendee(seat: ParticipantRecord, at: At) -> Node:
    """A delegation, or a person in the post of that day: a role stands between the meeting and the person."""
    if not seat.official and not seat.name:
        return reference(seat.agency, at)
    person = reference(seat.official, at) if seat.official else {"@type": "Person", "name": seat.name}
    affiliated = person | {"affiliation": reference(seat.agency, at)}
    return filled({"@type": "Role", "roleName": seat.title or seat.role_label, "attendee": affiliated})


@node_of.register
def _(event: public.EventRecord, at: At) -> Node:
    return filled(
        {
            **_identified(event, at),
            "alternateName": _also(event.link.acronym, event.aliases),
            "description": event.summary,
            "startDate": event.period.start,
            "endDate": event.period.end,
            "eventStatus": _term(_EVENT_STATUS.get(event.status)),
            "location": place_node(event.place),
            "organizer": references(event.organisers, at),
            "about": references(event.topics, at),
            "superEvent": reference(event.parent, at) if event.parent else None,
        }
    )


@node_of.register
def _(agency: public.AgencyRecord, at: At) -> Node:
    return filled(
        {
            **_identified(agency, at),
            "@type": "GovernmentOrganization" if agency.kind in _GOVERNMENT else "Organization",
            "alternateName": _also(agency.link.acronym, agency.aliases),
            "description": agency.description,
            "foundingDate": agency.founded,
            "location": place_node(agency.headquarters),
            "parentOrganization": reference(agency.parent, at) if agency.parent else None,
            "subOrganization": references(agency.children, at),
            "sameAs": [*([agency.website] if agency.website else []), *_elsewhere(agency.identifiers)],
        }
    )


@node_of.register
def _(official: public.OfficialRecord, at: At) -> Node:
    posts = official.appointments
    return filled(
        {
            **_identified(official, at),
            "alternateName": list(official.other_spellings),
            "worksFor": [_post(post, at) for post in posts if post.agency],
            "hasOccupation": [_post(post, at) for post in posts if not post.agency],
            "sameAs": _elsewhere(official.identifiers),
        }
    )


def _post(post: AppointmentRecord, at: At) -> Node:
    """A post for a time: a role stands between the person and the body, or the occupation where no body is known."""
    role = {"roleName": post.title, "startDate": post.period.start, "endDate": post.period.end}
    if post.agency:
        return filled({"@type": "OrganizationRole", **role, "worksFor": reference(post.agency, at)})
    return filled({"@type": "Role", **role, "hasOccupation": {"@type": "Occupation", "name": post.title}})


@node_of.register
def _(program: public.ProgramRecord, at: At) -> Node:
    return filled(
        {
            **_identified(program, at),
            "alternateName": program.link.acronym,
            "description": program.summary,
            "foundingDate": program.period.start,
            "dissolutionDate": program.period.end,
            "member": references(program.agencies, at),
            "knowsAbout": references(program.topics, at),
        }
    )


@node_of.register
def _(topic: public.TopicRecord, at: At) -> Node:
    terms = at("/topics/")
    return filled(
        {
            **_identified(topic, at),
            "description": topic.description,
            "termCode": topic.link.slug,
            "inDefinedTermSet": {
                "@type": "DefinedTermSet",
                "@id": f"{terms}#record",
                "name": list_name(Topic),
                "url": terms,
            },
        }
    )


def goals(topic: public.TopicRecord) -> list[Node]:
    """The Sustainable Development Goals that a topic serves; it is none of them, so its page speaks of them."""
    return [
        {
            "@type": "DefinedTerm",
            "@id": f"https://metadata.un.org/sdg/{number}",
            "url": f"https://metadata.un.org/sdg/{number}",
            "termCode": str(number),
            "inDefinedTermSet": "https://metadata.un.org/sdg",
        }
        for number in topic.sdgs
    ]


@node_of.register
def _(agreement: public.AgreementRecord, at: At) -> Node:
    text = {"@type": "MediaObject", "contentUrl": agreement.text_url} if agreement.text_url else None
    return filled(
        {
            **_identified(agreement, at),
            "description": agreement.in_short,
            "genre": agreement.kind_label,
            "dateCreated": agreement.signed,
            "expires": agreement.in_force_until,
            "creator": references(agreement.parties, at),
            "about": references([*agreement.topics, *agreement.programs], at),
            "mentions": reference(agreement.meeting, at) if agreement.meeting else None,
            "encoding": text,
        }
    )


@node_of.register
def _(commitment: public.CommitmentRecord, at: At) -> Node:
    return filled(
        {
            **_identified(commitment, at),
            "actionStatus": _term(_ACTION_STATUS.get(commitment.progress)),
            "agent": reference(commitment.made_by, at),
            "participant": reference(commitment.made_to, at) if commitment.made_to else None,
        }
    )


def _identified(record: Any, at: At) -> Node:
    return reference(record.link, at) | {"identifier": str(record.uid)}


def _also(acronym: str, others: tuple[str, ...]) -> list[str]:
    return [name for name in (acronym, *others) if name]


def _term(name: str | None) -> str | None:
    return f"{SCHEMA}/{name}" if name else None


def _elsewhere(identifiers: tuple[tuple[str, str], ...]) -> list[str]:
    return [_ELSEWHERE[scheme].format(value) for scheme, value in identifiers if scheme in _ELSEWHERE]
