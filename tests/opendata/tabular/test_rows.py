"""Rows that are read straight from the database hold what the typed public records say."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Agency, Commitment, Correction, Event, Meeting, Official, Source
from cooperation.opendata.tabular.catalogue import APPOINTMENTS, CORRECTIONS, OF_NOUNS, SOURCES
from cooperation.opendata.tabular.rows import Reader
from cooperation.record.reading import read_whole
from tests import factories as make
from tests.once import once
from tests.opendata.full import make_full_record
from tests.opendata.tabular.told import TOLD
from tests.record.world import make_world

TABLES = [table for tables in OF_NOUNS.values() for table in tables]


def plain(row):
    """A row in which nothing known is nothing."""
    return {name: cell or None for name, cell in row.items()}


def read_rows(table, ids):
    return [plain(dict(zip(table.header, row, strict=True))) for row in Reader(table).rows(ids)]


def told_rows(table, ids):
    model = {tables[0].noun: tables[0].model for tables in OF_NOUNS.values()}[table.noun]
    return [plain(row) for record in read_whole(model, ids) for row in TOLD[table.name](record)]


def by_name(row):
    return dict(sorted(row.items()))


def agree(noun):
    """Compare all tables of a noun, in an order that chance gives; return how many rows there were."""
    model = OF_NOUNS[noun][0].model
    ids = list(model.objects.published().values_list("pk", flat=True))
    random.Random(len(ids)).shuffle(ids)
    for table in OF_NOUNS[noun]:
        # Where no start of a post is known, the engines order it differently.
        order = repr if table is APPOINTMENTS else lambda row: 0
        assert sorted(map(by_name, read_rows(table, ids)), key=order) == sorted(
            map(by_name, told_rows(table, ids)), key=order
        )
    return len(read_rows(OF_NOUNS[noun][-1], ids))


class RandomRecords(TestCase):
    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 10**6))
    def test_rows_are_what_the_typed_records_say(self, seed):
        world = make_world(seed, 12)
        for meeting in world.meetings[:6]:
            seat = meeting.participations.first()
            make.make_point(
                meeting, topics=world.topics[:2], participation=seat, source=make.make_source(), paragraph=2
            )
            # The order of their dates is not that in which they were entered.
            meeting.sources.set([make.make_source(published=f"202{number}") for number in (1, 3, 2)])
        for noun in ("meetings", "agencies", "officials", "topics", "programs", "events"):
            agree(noun)


@once
def everything():
    return make_full_record()


@pytest.mark.django_db
@pytest.mark.parametrize("noun", OF_NOUNS)
def test_every_field_of_a_full_record_is_in_its_row(everything, noun):
    assert agree(noun)


@pytest.mark.django_db
def test_every_column_is_filled_somewhere(everything):
    empty = {
        (table.name, column)
        for table in TABLES
        for column in table.header
        if not any(row[column] for row in read_rows(table, _all_ids(table)))
    }
    assert empty == set()


def _all_ids(table):
    model = OF_NOUNS[table.noun][0].model
    return list(model.objects.published().values_list("pk", flat=True))


@pytest.mark.django_db
def test_sources_and_corrections_are_told_whole(everything):
    source, correction = Source.objects.get(), Correction.objects.get()
    assert read_rows(SOURCES, [source.pk]) == [
        {"url": source.url, "uid": str(source.uid), "publisher": "AZƏRTAC", "title": "Xəbər", "published": "2024-01",
         "published_precision": "month", "language": "az", "archived_url": "https://old.example/1"}
    ]  # fmt: skip
    assert read_rows(CORRECTIONS, [correction.pk]) == [
        {"uid": str(correction.uid), "corrected_on": "2024-02-01", "noun": "meetings", "record": everything.slug,
         "record_name_en": "They met", "text_en": "The day", "text_az": "The day az", "text_ru": "The day ru"}
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_not_public_has_no_row(everything):
    Meeting.objects.update(state="draft")
    hidden = (Meeting, Official, Commitment, Agency, Event)
    found = {
        table.name: len(read_rows(table, list(model.objects.values_list("pk", flat=True))))
        for model in hidden
        for table in OF_NOUNS[model.noun]
    }
    assert {name for name, rows in found.items() if rows} == {"agencies", "events"}


@once(params=[1, 3])
def so_many(count):
    assert make_world(count, count * 4).meetings
    return count


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_costs_the_same_for_one_and_three(so_many, table):
    ids = _all_ids(table)
    with CaptureQueriesContext(connection) as queries:
        list(Reader(table).rows(ids[:so_many]))
    # the rows, and the names of the records of each of their relations
    assert len(queries) == 1 + sum(1 for relation in table.relations if relation.records)
