"""The typed public record: every public field of every noun is named once, here.

Pages and formats are made from these records, never from the models, so that a field added to a
model stays private until somebody names it here. Texts are in the active language, where that
is missing in English, or else in the language there is; each says which.
"""

from .activities import (
    EventMarker,
    EventRecord,
    ProgramRecord,
    event_marker,
    event_record,
    events_for_reading,
    program_record,
    programs_for_reading,
)
from .base import Link, Period, Place, SourceRecord, Text, link_to, links_to, marked, text_of
from .bodies import (
    AgencyEntry,
    AgencyRecord,
    AppointmentRecord,
    OfficialEntry,
    OfficialRecord,
    TopicEntry,
    TopicRecord,
    agencies_for_reading,
    agency_entry,
    agency_record,
    appointment_record,
    official_entry,
    official_record,
    officials_for_reading,
    topic_entry,
    topic_record,
    topics_for_reading,
)
from .corrections import CorrectionRecord, correction_record, corrections_by_id, corrections_of
from .meetings import MeetingEntry, MeetingRecord, meeting_entry, meeting_record, meetings_for_reading
from .outcomes import (
    AgreementRecord,
    CommitmentRecord,
    agreement_record,
    agreements_for_reading,
    commitment_record,
    commitments_for_reading,
)
from .said import ParticipantRecord, PointRecord

__all__ = [
    "AgencyEntry",
    "AgencyRecord",
    "AgreementRecord",
    "AppointmentRecord",
    "CommitmentRecord",
    "CorrectionRecord",
    "EventMarker",
    "EventRecord",
    "Link",
    "MeetingEntry",
    "MeetingRecord",
    "OfficialEntry",
    "OfficialRecord",
    "ParticipantRecord",
    "Period",
    "Place",
    "PointRecord",
    "ProgramRecord",
    "SourceRecord",
    "Text",
    "TopicEntry",
    "TopicRecord",
    "agencies_for_reading",
    "agency_entry",
    "agency_record",
    "agreement_record",
    "agreements_for_reading",
    "appointment_record",
    "commitment_record",
    "commitments_for_reading",
    "correction_record",
    "corrections_by_id",
    "corrections_of",
    "event_marker",
    "event_record",
    "events_for_reading",
    "link_to",
    "links_to",
    "marked",
    "meeting_entry",
    "meeting_record",
    "meetings_for_reading",
    "official_entry",
    "official_record",
    "officials_for_reading",
    "program_record",
    "programs_for_reading",
    "text_of",
    "topic_entry",
    "topic_record",
    "topics_for_reading",
]
