"""The nouns of the record, a file each. They import nothing from the rooms above."""

from .account import GivenPassword
from .address import Address
from .agency import Agency, AgencyKind, Identifier, Side
from .agreement import Agreement, AgreementKind
from .audit import AuditAction, AuditEntry
from .base import Named, Part, Publishable, Record, State, localized, translated
from .bookkeeping import Change, Generation, LastChange, NameKey, SearchDocument, SeedRecord, WordsField
from .commitment import Commitment, CommitmentChange, Progress
from .correction import CORRECTED, Correction
from .event import Event, EventKind, EventStatus
from .imported import Import, ImportedRecord, Upload
from .meeting import (
    EventRelation,
    Meeting,
    MeetingEvent,
    Mode,
    Participation,
    Point,
    PointKind,
    Role,
)
from .merge import Merge, NotDuplicate
from .official import Appointment, Official
from .partial_date import PartialDate, PartialDateField
from .program import Program
from .source import LinkCheck, LinkStatus, Source
from .topic import Topic
from .version import Action, Proposal, PublicVersion, Version

__all__ = [
    "CORRECTED",
    "Action",
    "Address",
    "Agency",
    "AgencyKind",
    "Agreement",
    "AgreementKind",
    "Appointment",
    "AuditAction",
    "AuditEntry",
    "Change",
    "Commitment",
    "CommitmentChange",
    "Correction",
    "Event",
    "EventKind",
    "EventRelation",
    "EventStatus",
    "Generation",
    "GivenPassword",
    "Identifier",
    "Import",
    "ImportedRecord",
    "LastChange",
    "LinkCheck",
    "LinkStatus",
    "Meeting",
    "MeetingEvent",
    "Merge",
    "Mode",
    "NameKey",
    "Named",
    "NotDuplicate",
    "Official",
    "Part",
    "PartialDate",
    "PartialDateField",
    "Participation",
    "Point",
    "PointKind",
    "Program",
    "Progress",
    "Proposal",
    "PublicVersion",
    "Publishable",
    "Record",
    "Role",
    "SearchDocument",
    "SeedRecord",
    "Side",
    "Source",
    "State",
    "Topic",
    "Upload",
    "Version",
    "WordsField",
    "localized",
    "translated",
]
