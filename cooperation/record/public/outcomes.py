"""Agreements and commitments, as the public sees them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cooperation.models import (
    Agreement,
    Commitment,
    CommitmentChange,
    PartialDate,
    Program,
    State,
)

from .base import Link, SourceRecord, Text, changed_of, link_to, links_to, sources_of, text_of
from .said import PointRecord


@dataclass(frozen=True)
class AgreementRecord:
    uid: uuid.UUID
    link: Link
    kind: str
    kind_label: str
    parties: tuple[Link, ...]
    other_parties: str
    signed: PartialDate | None
    in_force_until: PartialDate | None
    meeting: Link | None
    programs: tuple[Link, ...]
    topics: tuple[Link, ...]
    text_url: str
    sources: tuple[SourceRecord, ...]
    modified: datetime.datetime

    @property
    def in_short(self) -> str:
        """What it is, between whom, and when it was signed."""
        parties = ", ".join(part for part in (*(link.name for link in self.parties), self.other_parties) if part)
        signed = self.signed.display() if self.signed else ""
        return ". ".join(part for part in (self.kind_label, parties, signed) if part)


def agreement_record(agreement: Agreement) -> AgreementRecord:
    """The record of an agreement that was fetched by `agreements_for_reading`."""
    meeting = agreement.meeting
    return AgreementRecord(
        agreement.uid,
        link_to(agreement),
        agreement.kind,
        str(agreement.get_kind_display()),
        links_to(agreement.parties.all()),
        agreement.other_parties,
        agreement.signed,
        agreement.in_force_until,
        link_to(meeting) if meeting and meeting.state == State.PUBLISHED else None,
        links_to(agreement.public_programs),
        links_to(agreement.topics.all()),
        agreement.text_url,
        sources_of(agreement),
        changed_of(agreement),
    )


def agreements_for_reading(agreements: QuerySet) -> QuerySet:
    return agreements.select_related("meeting").prefetch_related(
        "parties", "topics", "sources", Prefetch("programs", Program.objects.published(), to_attr="public_programs")
    )


@dataclass(frozen=True)
class ProgressRecord:
    """A change of a commitment's progress, and what shows it."""

    progress: str
    progress_label: str
    on: PartialDate
    shown_by: tuple[Link, ...]
    source: SourceRecord | None


@dataclass(frozen=True)
class CommitmentRecord:
    uid: uuid.UUID
    link: Link
    text: Text
    meeting: Link
    meeting_date: PartialDate
    point: PointRecord
    made_by: Link
    made_to: Link | None
    due: PartialDate | None
    progress: str
    progress_label: str
    changes: tuple[ProgressRecord, ...]
    modified: datetime.datetime


def commitment_record(commitment: Commitment) -> CommitmentRecord:
    """The record of a commitment that was fetched by `commitments_for_reading`."""
    return CommitmentRecord(
        commitment.uid,
        link_to(commitment),
        text_of(commitment, "text"),
        link_to(commitment.meeting),
        commitment.meeting.date,
        PointRecord.of(commitment.point),
        link_to(commitment.made_by),
        link_to(commitment.made_to) if commitment.made_to else None,
        commitment.due,
        commitment.progress,
        str(commitment.get_progress_display()),
        tuple(_progress_record(change) for change in commitment.changes.all()),
        changed_of(commitment),
    )


@dataclass(frozen=True)
class ProgressOfCommitment:
    """A change of progress as a list of these shows it: told with its commitment."""

    commitment: Link
    change: ProgressRecord


def progress_of_commitment(change: CommitmentChange) -> ProgressOfCommitment:
    return ProgressOfCommitment(link_to(change.commitment), _progress_record(change))


_CITED = ("meeting", "program", "event", "agreement", "source")


def progress_for_reading(changes: QuerySet) -> QuerySet:
    return changes.select_related("commitment", *_CITED)


def _progress_record(change: CommitmentChange) -> ProgressRecord:
    cited = (change.meeting, change.program, change.event, change.agreement)
    return ProgressRecord(
        change.progress,
        str(change.get_progress_display()),
        change.on,
        links_to(record for record in cited if record and record.state == State.PUBLISHED),
        SourceRecord.of(change.source) if change.source else None,
    )


def commitments_for_reading(commitments: QuerySet) -> QuerySet:
    return commitments.select_related(
        "meeting",
        "made_by",
        "made_to",
        "point__source",
        "point__participation__agency",
        "point__participation__official",
    ).prefetch_related("point__topics", Prefetch("changes", CommitmentChange.objects.select_related(*_CITED)))
