"""Full-text search by what each engine brings, in tables of its own that weigh nothing on the record's."""

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

TABLES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS ordinary_words"
        " USING fts5(title_en, summary_en, content='cooperation_meeting', content_rowid='id')",
        "INSERT INTO ordinary_words(ordinary_words) VALUES ('rebuild')",
    ),
    "postgresql": (
        "CREATE TABLE ordinary_words AS SELECT id AS meeting_id,"
        " to_tsvector('simple', title_en || ' ' || summary_en) AS words FROM cooperation_meeting",
        "ALTER TABLE ordinary_words ADD PRIMARY KEY (meeting_id)",
        "CREATE INDEX ordinary_words_found ON ordinary_words USING gin (words)",
        "ANALYZE ordinary_words",
    ),
}


def build() -> None:
    with connection.cursor() as cursor:
        for statement in TABLES[connection.vendor]:
            cursor.execute(statement)


def matching(meetings: QuerySet, text: str) -> QuerySet:
    if connection.vendor == "postgresql":
        return meetings.filter(words__words=SearchQuery(text, config="simple"))
    quoted = '"' + text.replace('"', '""') + '"'
    found = RawSQL("SELECT rowid FROM ordinary_words WHERE ordinary_words MATCH %s", [quoted])
    return meetings.filter(pk__in=found)
