"""Finding records by the words that people type.

Words are folded in Python, the same for both engines, and neither engine parses what the user
typed. Case, accents and marks fold away. Azerbaijani letters fold both to their bare letters
(`Gəncə`, `gence`) and to the habits of English spelling (`ganja`). The last word of a query matches
as a prefix.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Lookup, QuerySet

from cooperation.models import Record, SearchDocument, WordsField

from .spellings import forms_of

WORD_LENGTH = 64
QUERY_WORDS = 32

_WORD = re.compile(r"[^\W_]+")
_BARE = str.maketrans({"ə": "e", "ı": "i"})
_ENGLISH = str.maketrans({"c": "j", "ç": "ch", "ş": "sh", "x": "kh", "q": "g", "ı": "i"})
# English writes ə as a or e (Shaki, Sheki) and ğ as g or gh (Agdam, Aghdam).
_HABITS = tuple({**_ENGLISH, ord("ə"): e, ord("ğ"): gh} for e in "ae" for gh in ("g", "gh"))
_AZERBAIJANI = frozenset("əığşçöü")


def fold(text: str) -> list[str]:
    """The words of `text` in order, each folded to its bare letters."""
    return [_bare(word) for word in _words(text)]


def index_words(texts: Iterable[str], azerbaijani: Iterable[str] = ()) -> set[str]:
    """The words under which a record with these texts is found.

    A word with Azerbaijani letters, and each word of the `azerbaijani` texts, is also indexed as
    English spells it; known names of places and people under each of their forms.
    """
    words = {word for text in texts for word in _words(text)}
    az_words = {word for text in azerbaijani for word in _words(text)}
    az_words |= {word for word in words if _AZERBAIJANI & set(word)}
    folded = {_bare(word) for word in words} | {spelling for word in az_words for spelling in _spellings(word)}
    return {form for word in folded for form in forms_of(word)}


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Cf")
    composed = unicodedata.normalize("NFC", kept)
    # A mark that composes with nothing would split its word.
    whole = "".join(letter for letter in composed if not unicodedata.combining(letter))
    return _WORD.findall(whole)


def _strip(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    bare = "".join(letter for letter in decomposed if not unicodedata.category(letter).startswith("M"))
    return bare[:WORD_LENGTH]


def _bare(word: str) -> str:
    return _strip(word.translate(_BARE))


def _spellings(word: str) -> list[str]:
    """The bare form of `word` and what English spelling habits may make of it, without repeats."""
    return list(dict.fromkeys([_bare(word), *(_strip(word.translate(habit)) for habit in _HABITS)]))


def query_words(text: str) -> list[list[str]]:
    """What `text` asks for: for each of its words the spellings of which one must occur."""
    words = list(dict.fromkeys(_words(text)[:QUERY_WORDS]))
    return [spellings for word in words if (spellings := [form for form in _spellings(word) if form])]


def matching(records: QuerySet, text: str) -> QuerySet:
    """Those of `records` that have every word of `text`; none where it holds no word at all."""
    return records.filter(pk__in=found_documents(records.model, text).values("record_id"))


def found_documents(model: type[Record], text: str) -> QuerySet:
    """The search documents of a noun that have every word of `text`."""
    return SearchDocument.objects.filter(noun=model.noun, words__matches=text)


@WordsField.register_lookup
class Matches(Lookup):
    """`words__matches="typed text"`: one lookup, the same set of rows on both engines."""

    lookup_name = "matches"
    prepare_rhs = False

    def _groups(self) -> list[list[str]]:
        groups = query_words(self.rhs)
        if not groups:
            raise EmptyResultSet
        return groups

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list]:
        groups = self._groups()
        asked = [[f'"{form}"' for form in group] for group in groups]
        asked[-1] = [f"{form} *" for form in asked[-1]]
        query = " AND ".join(f"({' OR '.join(group)})" for group in asked)
        row = f"{connection.ops.quote_name(self.lhs.alias)}.id"
        matched = "SELECT rowid FROM cooperation_search WHERE cooperation_search MATCH %s"
        return f"{row} IN ({matched})", [query]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        groups = self._groups()
        asked = [[f"'{form}'" for form in group] for group in groups]
        asked[-1] = [f"{form}:*" for form in asked[-1]]
        query = " & ".join(f"({' | '.join(group)})" for group in asked)
        lhs, params = compiler.compile(self.lhs)
        return f"array_to_tsvector(string_to_array({lhs}, ' ')) @@ %s::tsquery", [*params, query]


_SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS cooperation_search
        USING fts5(words, content='{table}', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER IF NOT EXISTS cooperation_search_insert AFTER INSERT ON {table} BEGIN
        INSERT INTO cooperation_search(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER IF NOT EXISTS cooperation_search_delete AFTER DELETE ON {table} BEGIN
        INSERT INTO cooperation_search(cooperation_search, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER IF NOT EXISTS cooperation_search_update AFTER UPDATE ON {table} BEGIN
        INSERT INTO cooperation_search(cooperation_search, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO cooperation_search(rowid, words) VALUES (new.id, new.words); END""",
)

_POSTGRESQL_INDEX = """
CREATE INDEX IF NOT EXISTS cooperation_search ON {table}
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""


def create_index(using: str) -> None:
    """Make the engine's full-text index where it is missing.

    Runs after every migration: SQLite drops triggers when Django rebuilds a table.
    """
    connection = connections[using]
    table = SearchDocument._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _SQLITE_INDEX:
                cursor.execute(statement.format(table=table))
        else:
            cursor.execute(_POSTGRESQL_INDEX.format(table=table))
