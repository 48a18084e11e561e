"""The filters of every list: one class a noun, for page, facets, API, feeds and exports alike."""

from .base import RecordFilter
from .nouns import (
    FILTERS,
    LISTED,
    AgencyFilter,
    AgreementFilter,
    CommitmentFilter,
    EventFilter,
    MeetingFilter,
    OfficialFilter,
    ProgramFilter,
    TopicFilter,
)

__all__ = [
    "FILTERS",
    "LISTED",
    "AgencyFilter",
    "AgreementFilter",
    "CommitmentFilter",
    "EventFilter",
    "MeetingFilter",
    "OfficialFilter",
    "ProgramFilter",
    "RecordFilter",
    "TopicFilter",
]
