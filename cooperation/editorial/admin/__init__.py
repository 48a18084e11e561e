"""How each noun is edited; `cooperation.admin` registers these."""

from .agencies import AgencyAdmin
from .agreements import AgreementAdmin, CommitmentAdmin
from .corrections import CorrectionAdmin
from .meetings import MeetingAdmin
from .officials import OfficialAdmin
from .programs import EventAdmin, ProgramAdmin, TopicAdmin
from .sources import SourceAdmin

__all__ = [
    "AgencyAdmin",
    "AgreementAdmin",
    "CommitmentAdmin",
    "CorrectionAdmin",
    "EventAdmin",
    "MeetingAdmin",
    "OfficialAdmin",
    "ProgramAdmin",
    "SourceAdmin",
    "TopicAdmin",
]
