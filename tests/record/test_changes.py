"""Every change of the public record raises its generation and is logged, however it is made."""

import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from cooperation.models import (
    Address,
    Agency,
    Change,
    Generation,
    Identifier,
    Meeting,
    Point,
    PublicVersion,
    SeedRecord,
    Topic,
)
from cooperation.record import changes, indexing, triggers
from tests.factories import (
    make_agency,
    make_agreement,
    make_commitment,
    make_event,
    make_meeting,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db


def told(work: Callable[[], object]) -> changes.Changes:
    """What the log tells of `work`."""
    before = changes.stamp()
    work()
    return changes.since(before)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def full_meeting() -> Meeting:
    meeting = make_meeting(
        agencies=[make_agency()],
        topics=[make_topic()],
        programs=[make_program()],
        events=[make_event()],
        sources=[make_source()],
    )
    make_point(meeting, topics=[make_topic()])
    return meeting


def test_every_model_is_tracked_or_named_as_private():
    models = set(apps.get_models(include_auto_created=True))
    private = {model for model in models if model._meta.app_label in triggers.PRIVATE_APPS} | triggers.PRIVATE_MODELS
    assert models == private | set(triggers.tracked_models())
    assert private.isdisjoint(triggers.tracked_models())


@pytest.mark.parametrize("model", triggers.tracked_models(), ids=lambda model: model._meta.db_table)
def test_every_tracked_table_has_a_trigger_for_each_event(model: type[Model]):
    assert {"insert", "update", "delete"} <= events_of(model)


def events_of(model: type[Model]) -> set[str]:
    return {name.split("_")[-2] for name, table in triggers._existing("default") if table == model._meta.db_table}


PARTS = {
    "title": lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(title_en="Two"),
    "plain SQL": lambda meeting: sql("UPDATE cooperation_meeting SET venue = 'Hall' WHERE id = %s", meeting.pk),
    "participation": lambda meeting: make_participation(
        meeting, Agency.objects.exclude(participations__meeting=meeting).first()
    ),
    "participations updated": lambda meeting: meeting.participations.update(order=7),
    "participations deleted": lambda meeting: meeting.participations.all().delete(),
    "topic": lambda meeting: meeting.topics.add(Topic.objects.last()),
    "no topic": lambda meeting: meeting.topics.clear(),
    "no program": lambda meeting: meeting.programs.clear(),
    "no event": lambda meeting: meeting.events.clear(),
    "no source": lambda meeting: meeting.sources.clear(),
    "point": make_point,
    "point updated": lambda meeting: meeting.points.update(text_en="Other"),
    "topic of a point": lambda meeting: meeting.points.get().topics.add(Topic.objects.first()),
    "no topic of a point": lambda meeting: meeting.points.get().topics.clear(),
    "point deleted": lambda meeting: meeting.points.get().delete(),
    "address": lambda meeting: Address.objects.create(noun="meetings", slug="former", record_id=meeting.pk),
    "public version": lambda meeting: PublicVersion.objects.create(
        noun="meetings", uid=meeting.uid, number=1, content={}, at=timezone.now()
    ),
}


@pytest.mark.parametrize("change", PARTS.values(), ids=PARTS)
def test_what_is_part_of_a_meeting_is_logged_with_it(change):
    full_meeting()
    meeting = full_meeting()
    said = told(lambda: change(meeting))
    assert (set(said.meetings), said.others) == ({meeting.pk}, False)


OTHERS = {
    "agency": make_agency,
    "agency renamed": lambda: Agency.objects.update(name_en="Another"),
    "program": make_program,
    "agreement": make_agreement,
    "agreement's topic": lambda: make_agreement(topics=[make_topic()]),
    "source": make_source,
    "plain SQL": lambda: sql("UPDATE cooperation_topic SET name_en = 'Other'"),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_what_is_part_of_no_meeting_is_logged_without_one(change):
    make_meeting(agencies=[make_agency()], topics=[make_topic()])
    said = told(change)
    assert (set(said.meetings), said.others) == (set(), True)


def test_a_commitment_is_no_part_of_its_meeting():
    point = make_point(make_meeting())
    agency = make_agency()
    assert set(told(lambda: make_commitment(point, agency)).meetings) == set()


def test_a_deleted_meeting_is_logged_with_all_that_goes_with_it():
    meeting = full_meeting()
    pk = meeting.pk
    Meeting.objects.filter(pk=pk).update(state="draft", published_at=None)
    before = Generation.objects.get().number
    said = told(lambda: Meeting.objects.filter(pk=pk).delete())
    assert set(said.meetings) == {pk}
    assert said.stamp.number - before >= 7


def test_rows_changed_together_are_logged_one_by_one():
    meetings = [make_meeting() for _ in range(3)]
    said = told(lambda: Meeting.objects.update(title_en="Same"))
    assert set(said.meetings) == {meeting.pk for meeting in meetings}


def test_a_row_that_passes_to_another_meeting_is_logged_for_both():
    old, new = make_meeting(), make_meeting()
    make_point(old)
    assert set(told(lambda: Point.objects.update(meeting=new)).meetings) == {old.pk, new.pk}


def test_a_topic_that_passes_to_another_point_is_logged_for_both_meetings():
    old, new = make_meeting(), make_meeting()
    make_point(old, topics=[make_topic()])
    target = make_point(new)
    assert set(told(lambda: Point.topics.through.objects.update(point=target)).meetings) == {old.pk, new.pk}


def test_an_update_of_nothing_changes_nothing():
    before = changes.stamp()
    Meeting.objects.update(title_en="None there")
    assert changes.stamp() == before


PRIVATE = {
    "a sign-in": lambda: SessionStore().create(),
    "an account": lambda: get_user_model().objects.create_user("editor"),
    "the search index": indexing.reindex_all,
    "the ledger": lambda: SeedRecord.objects.create(
        uid="00000000-0000-4000-8000-000000000000", noun="meeting", digest="1"
    ),
}


@pytest.mark.parametrize("change", PRIVATE.values(), ids=PRIVATE)
def test_what_nobody_reads_changes_nothing(change):
    make_meeting()
    before = changes.stamp()
    change()
    assert changes.stamp() == before


def test_what_is_rolled_back_never_was():
    before = changes.stamp()
    with transaction.atomic():
        make_agency()
        assert changes.stamp() != before
        transaction.set_rollback(True)
    assert changes.stamp() == before
    assert changes.since(before) == changes.Changes(before, {}, False)


def test_another_epoch_is_not_compared():
    before = changes.stamp()
    call_command("start_epoch", verbosity=0)
    assert changes.stamp().epoch != before.epoch
    assert changes.since(before) is None
    assert not Change.objects.exists()


def test_a_log_that_does_not_reach_back_says_so():
    before = changes.stamp()
    make_agency()
    after = changes.stamp()
    make_agency()
    Change.objects.filter(generation__lte=after.number).delete()
    assert changes.since(before) is None
    assert changes.since(after).others


def test_a_number_of_the_future_is_not_known():
    now = changes.stamp()
    assert changes.since(changes.Stamp(now.epoch, now.number + 1)) is None


def test_the_log_keeps_no_more_than_it_must():
    Generation.objects.update(number=triggers.LOG_LENGTH + 999)
    Change.objects.create(generation=900)
    Change.objects.create(generation=triggers.LOG_LENGTH + 999)
    make_topic()
    assert not Change.objects.filter(generation=900).exists()
    assert Change.objects.filter(generation=triggers.LOG_LENGTH + 999).exists()


@pytest.mark.engine("postgresql")
def test_a_truncated_table_ends_the_epoch():
    before = changes.stamp()
    sql("TRUNCATE cooperation_correction")
    assert changes.stamp().epoch != before.epoch


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_writers_do_not_wait_for_each_other():
    first, second = make_topic(), make_topic()
    rename = Thread(target=rename_elsewhere, args=[second])
    with transaction.atomic():
        Topic.objects.filter(pk=first.pk).update(name_en="Mine")
        rename.start()
        wait_until_someone_waits()
        # Had the other writer this row already, each would hold what the other one needs.
        Topic.objects.filter(pk=second.pk).update(name_en="Mine")
    rename.join()
    second.refresh_from_db()
    assert second.name_en == "Theirs"


def rename_elsewhere(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(name_en="Theirs")
    connection.close()


def wait_until_someone_waits() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
@pytest.mark.engine("sqlite")
def test_triggers_come_back_after_a_table_is_rebuilt():
    # A trigger of its topics speaks of this table.
    before = changes.stamp()
    triggers.drop_triggers("default")
    with connection.schema_editor() as editor:
        editor._remake_table(Point)
    triggers.create_triggers()
    assert events_of(Point) == {"insert", "update", "delete", "move"}
    # Nobody counted what happened meanwhile.
    assert changes.stamp().epoch != before.epoch
    meeting = make_meeting()
    assert set(told(lambda: make_point(meeting)).meetings) == {meeting.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.engine("sqlite")
def test_a_rebuild_that_loses_triggers_is_noticed_at_the_next_start():
    before = changes.stamp()
    with connection.schema_editor() as editor:
        editor._remake_table(Identifier)
    assert events_of(Identifier) == set()
    call_command("migrate", verbosity=0)
    assert events_of(Identifier) == {"insert", "update", "delete"}
    assert changes.stamp().epoch != before.epoch


def test_a_start_that_changes_nothing_keeps_the_epoch():
    before = changes.stamp()
    call_command("migrate", verbosity=0)
    assert changes.stamp() == before


@pytest.mark.django_db(transaction=True)
def test_a_database_of_an_older_version_is_followed_once_it_is_migrated():
    call_command("migrate", "cooperation", "0001", verbosity=0)
    assert triggers._existing("default") == []
    make_topic()
    call_command("migrate", "cooperation", verbosity=0)
    assert told(make_topic).others


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_counts_again():
    before = changes.stamp()
    call_command("flush", interactive=False, verbosity=0)
    assert changes.stamp().epoch != before.epoch
    assert told(make_topic).others
