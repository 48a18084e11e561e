"""The archive loses nothing: what comes out goes in again unchanged."""

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.archives import MANIFEST
from cooperation.editorial.exchange.archiving import plan_of_archive
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.models import Address, Commitment, CommitmentChange, Correction, Identifier, Meeting, State
from cooperation.record.snapshots import snapshot
from tests.factories import (
    make_agency,
    make_agreement,
    make_body,
    make_commitment,
    make_event,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)

from .files import archived, empty_the_record


def lines_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [json.loads(line) for line in archive.read(name).splitlines()]


def with_line(content, name, change):
    """The archive with the first line of a file changed, and a manifest that says so."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as archive:
        files = {part: old.read(part) for part in old.namelist()}
        first, *rest = files[name].splitlines(keepends=True)
        files[name] = json.dumps(change(json.loads(first))).encode() + b"\n" + b"".join(rest)
        manifest = json.loads(files.pop(MANIFEST))
        manifest["files"][name]["sha256"] = hashlib.sha256(files[name]).hexdigest()
        for part, data in {**files, MANIFEST: json.dumps(manifest).encode()}.items():
            archive.writestr(part, data)
    return file.getvalue()


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=20)
states = st.sampled_from(State.values)


class AnyRecord(TestCase):
    """Whatever the record is: drafts, circles of reference between meetings, texts of any letters."""

    @settings(max_examples=5, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(st.lists(st.tuples(states, texts), min_size=2, max_size=4), texts, st.integers(0, 40))
    def test_out_and_in_again_is_the_identity(self, meetings, text, number):
        self.make(meetings, text, number)
        before = archived()
        empty_the_record()
        apply(plan_of_archive("a.zip", before), by=None, states=True)
        assert archived() == before
        assert plan_of_archive("a.zip", before).due == []
        empty_the_record()

    def make(self, meetings, text, number):
        source, topic = make_source(publisher=text), make_topic(text, sdgs="3, 4", parent=make_topic())
        unicef, ministry = make_agency(aliases=f"{number}\nOther (one)"), make_body(description_az=text)
        person = make_official(text, other_spellings="Another")
        person.appointments.create(title_en=text, agency=ministry, start="2020", source=source)
        Identifier.objects.create(agency=unicef, scheme="wikidata", value=f"Q{number}")
        event = make_event(state=State.DRAFT, parent=make_event(), organisers=[unicef], topics=[topic])
        program = make_program(agencies=[ministry], sources=[source], editor_note=text)
        made = [
            make_meeting(text, state=state, sources=[source], topics=[topic], events=[event], summary_ru=text)
            for state, text in meetings
        ]
        seat = make_participation(made[0], ministry, person, order=number, reported_title_en=text)
        point = make_point(made[0], text, [topic], participation=seat, source=source, paragraph=1, order=number)
        agreement = make_agreement(meeting=made[0], parties=[unicef], text_url="https://a.example/")
        agreement.programs.add(program)
        commitment = make_commitment(point, ministry, text, due="2025")
        # Each cites a record that is written later.
        for other in ({"agreement": agreement}, {"meeting": made[-1]}):
            CommitmentChange.objects.create(commitment=commitment, progress="under-way", on="2025", **other)
        Correction.objects.create(text_en=text, commitment=commitment)
        spoken = make_point(made[0], text_en=None, text_az=text, order=number + 1)
        make_commitment(spoken, unicef, text_en=None, text_ru=text)
        made[-1].slug = f"renamed-{number}"
        made[-1].save()


@pytest.mark.django_db
def test_without_states_new_records_are_drafts_and_old_ones_keep_theirs():
    kept, gone = make_meeting("Kept"), make_meeting("Gone")
    content = archived()
    Meeting.objects.filter(pk=gone.pk)._raw_delete("default")
    Meeting.objects.filter(pk=kept.pk).update(venue="Changed")
    made = plan_of_archive("a.zip", content)
    assert made.counts == {"new": 1, "changed": 1}
    Address.objects.filter(record_id=gone.pk).delete()
    apply(made, by=None)
    assert dict(Meeting.objects.values_list("title_en", "state")) == {"Kept": "published", "Gone": "draft"}
    assert Meeting.objects.get(title_en="Kept").venue == ""


@pytest.mark.django_db
def test_what_is_not_in_the_archive_stays():
    content = archived()
    make_meeting()
    assert plan_of_archive("a.zip", content).due == []
    assert Meeting.objects.count() == 1


@pytest.mark.django_db
def test_former_addresses_lead_on_after_the_import():
    meeting = make_meeting("Old", state=State.DRAFT)
    former, meeting.slug = meeting.slug, "new-one"
    meeting.save()
    content = archived()
    assert lines_of(content, "addresses.ndjson") == [{"noun": "meetings", "slug": former, "uid": str(meeting.uid)}]
    empty_the_record()
    apply(plan_of_archive("a.zip", content), by=None)
    assert Address.objects.get(slug=former).record_id == Meeting.objects.get().pk


@pytest.mark.django_db
def test_former_addresses_of_what_is_unchanged_lead_on_too():
    meeting, topic = make_meeting("Old", state=State.DRAFT), make_topic("As it was")
    former, meeting.slug = meeting.slug, "new-one"
    meeting.save()
    content = archived()
    Address.objects.filter(slug=former).delete()
    topic.name_en = "Changed"
    topic.save()
    apply(plan_of_archive("a.zip", content), by=None)
    assert Address.objects.get(slug=former).record_id == meeting.pk


@pytest.mark.django_db
def test_a_commitment_comes_back_in_its_meeting():
    meeting = make_meeting()
    make_commitment(make_point(meeting), make_agency())
    before, content = snapshot(meeting), archived()
    empty_the_record()
    apply(plan_of_archive("a.zip", content), by=None, states=True)
    assert snapshot(Meeting.objects.get()) == before
    assert Commitment.objects.count() == 1


@pytest.mark.django_db
def test_the_archive_says_that_it_is_not_for_the_public():
    with zipfile.ZipFile(io.BytesIO(archived())) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert (manifest["format"], manifest["version"]) == ("cooperation-record-archive", 1)
    assert "Not for publication" in manifest["notice"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data | {"secret": "x"}, "no field"),
        (lambda data: data | {"title_en": "a\0b"}, "title_en"),
        (lambda data: data | {"title_en": "\ud800"}, "title_en"),
        (lambda data: data | {"title_en": 7}, "title_en"),
        (lambda data: data | {"title_en": "x" * 301}, "title_en"),
        (lambda data: data | {"uid": "7"}, "uid"),
        (lambda data: data | {"date": "soon"}, "date"),
        (lambda data: data | {"participations": [{}]}, "participations"),
        (lambda data: data | {"topics": ["c56a4180-65aa-42ec-a945-5fd21dec0538"]}, "not there"),
        (lambda data: {name: value for name, value in data.items() if name != "date"}, "missing"),
        (lambda data: [1], "no record"),
    ],
)
def test_a_line_that_cannot_be_is_told(change, words):
    make_meeting("Of two")
    made = plan_of_archive("a.zip", with_line(archived(), "meetings.ndjson", change))
    assert words in made.problems[0].text
    assert made.problems[0].place.row == 1


@pytest.mark.django_db
def test_a_state_that_is_none_is_a_draft():
    make_meeting("Of two")
    content = with_line(archived(), "meetings.ndjson", lambda data: data | {"state": "x"})
    empty_the_record()
    apply(plan_of_archive("a.zip", content), by=None, states=True)
    assert Meeting.objects.get().state == State.DRAFT


@pytest.mark.django_db
def test_a_file_that_is_not_what_the_manifest_says_is_refused():
    make_meeting("Of two")
    content = archived()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as archive:
        for part in old.namelist():
            archive.writestr(part, old.read(part).replace(b"Of two", b"Of six"))
    with pytest.raises(UnusableError, match="manifest"):
        plan_of_archive("a.zip", file.getvalue())
