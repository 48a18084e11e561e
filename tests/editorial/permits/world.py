"""A record of each noun in each standing, and the arguments of every address that names one."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, User
from django.urls import URLPattern

from cooperation.editorial.duplicates.merging import merge
from cooperation.models import (
    Action,
    AuditEntry,
    Correction,
    Import,
    ImportedRecord,
    Meeting,
    Proposal,
    State,
    Upload,
    Version,
)
from cooperation.record.snapshots import take
from cooperation.record.versions import record_aside, record_deleted, record_found, record_version
from tests import factories as make

PUBLISHABLE = {
    "meeting": make.make_meeting,
    "agreement": make.make_agreement,
    "program": make.make_program,
    "event": make.make_event,
}
Where = tuple[str, dict[str, Any]]


class World:
    """Records by their label, `noun:standing`; each has a version that could be brought back."""

    def __init__(self) -> None:
        self.records = {f"{noun}:{state}": made(state=state) for noun, made in PUBLISHABLE.items() for state in State}
        self._what_has_no_state()
        for record in self.records.values():
            record_found(record)
        self._proposed(self.records["meeting:published"])
        record_deleted(gone := make.make_meeting(state=State.DRAFT), by=None)
        gone.delete()
        self.deleted = Version.objects.get(action=Action.DELETED)
        self.account = User.objects.create_user("somebody", password="x", is_staff=True)
        self.entry = AuditEntry.objects.create(action="signed_in", by="somebody")

    def _what_has_no_state(self) -> None:
        body, person, source, topic = make.make_body(), make.make_official(), make.make_source(), make.make_topic()
        public = self.records["meeting:published"]
        make.make_participation(public, body, person)
        public.sources.add(source)
        public.topics.add(topic)
        drafted = make.make_point(self.records["meeting:draft"])
        self.records |= {
            "agency:public": body,
            "topic:public": topic,
            "official:public": person,
            "source:public": source,
            "commitment:public": make.make_commitment(make.make_point(public), body),
            "official:private": make.make_official(),
            "source:private": make.make_source(),
            "commitment:private": make.make_commitment(drafted, body),
            "correction:public": Correction.objects.create(
                meeting=public, corrected_on="2024-02-01", text_en="The day was another one."
            ),
        }

    def _proposed(self, record: Meeting) -> None:
        taken = take(record)
        version = record_aside(taken, str(record), by=None, action=Action.PROPOSED)
        Proposal.objects.create(uid=record.uid, noun=taken.noun, version=version, based_on=taken.digest)

    def arguments(self, name: str, pattern: URLPattern, user: User | None) -> list[Where]:
        """For each address of this name a label of what it is of, and its arguments."""
        if not pattern.pattern.converters and "(?P" not in str(pattern.pattern):
            return [("", {})]
        return list(getattr(self, f"_of_{self._kind(name)}")(name, user))

    @staticmethod
    def _kind(name: str) -> str:
        if "auth_" in name or "auth/" in name:
            return "account"
        if "auditentry" in name:
            return "entry"
        if "cooperation" in name:
            return "record"
        return {"admin:admin/(?P<url>.*)$": "nothing"}.get(name, name.replace("admin:", ""))

    def _of_record(self, name: str, user: Any) -> Iterator[Where]:
        noun = name.replace("admin:admin/cooperation/", "admin:cooperation_").split("_")[1].split("/")[0]
        for label, record in self.records.items():
            if label.startswith(f"{noun}:"):
                yield label, {"object_id": record.pk}
        if user is not None and noun in PUBLISHABLE:
            own = PUBLISHABLE[noun](state=State.DRAFT)
            record_version(own, by=user, action=Action.CREATED)
            yield f"{noun}:own", {"object_id": own.pk}

    def _of_account(self, name: str, _user: Any) -> Iterator[Where]:
        pk = (Group.objects.get(name="Contributor") if "group" in name else self.account).pk
        yield "account", {"pk" if name.endswith(("_reset", "_end_sessions")) else "object_id": pk}

    def _of_entry(self, _name: str, _user: Any) -> Iterator[Where]:
        yield "entry", {"object_id": self.entry.pk}

    def _of_nothing(self, _name: str, _user: Any) -> Iterator[Where]:
        yield "", {"url": "no/such/page/"}

    def _of_create(self, _name: str, _user: Any) -> Iterator[Where]:
        for noun in ("official", "source", "program", "event", "agency", "topic"):
            yield noun, {"noun": noun}

    def _of_app_list(self, _name: str, _user: Any) -> Iterator[Where]:
        yield "", {"app_label": "cooperation"}

    def _of_import_upload(self, _name: str, user: Any) -> Iterator[Where]:
        content = f"uid,title_en\n{self.records['meeting:draft'].uid},Another\n".encode()
        yield "", {"token": Upload.objects.create(owner=user or self.account, name="a.csv", content=content).token}

    def _of_import_done(self, _name: str, user: Any) -> Iterator[Where]:
        for label, key in (("drafts", "meeting:draft"), ("public", "program:published")):
            done = Import.objects.create(name=label, by=user)
            version = Version.objects.of(self.records[key]).get(action=Action.FOUND)
            ImportedRecord.objects.create(of=done, before=version, after=version)
            yield label, {"uid": done.pk}

    def _of_merge(self, _name: str, _user: Any) -> Iterator[Where]:
        for label, state in (("drafts", State.DRAFT), ("public", State.PUBLISHED)):
            one, other = make.make_event(state=state), make.make_event(state=state)
            yield label, {"noun": "events", "kept": one.pk, "other": other.pk}

    def _of_unmerge(self, _name: str, _user: Any) -> Iterator[Where]:
        for label, state in (("drafts", State.DRAFT), ("public", State.PUBLISHED)):
            made = merge(make.make_event(state=state), make.make_event(state=state), by=None)
            yield label, {"pk": made.pk}

    def _of_end_session(self, _name: str, _user: Any) -> Iterator[Where]:
        yield "", {"pk": 0}

    def _of_mfa_remove_webauthn(self, _name: str, _user: Any) -> Iterator[Where]:
        yield "", {"pk": 0}
