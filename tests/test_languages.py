"""Every word of the interface in three languages, as their readers write it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation.template import templatize

from cooperation.models import PartialDate
from cooperation.models.sorting import capitalised

LANGUAGES = ("az", "ru")
ROOT = Path(__file__).resolve().parent.parent

# Which arguments of a call are what: the text, its plural, its context.
_CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("text",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("text", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "text")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "text", "plural")),
}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"cooperation/locale/{language}/LC_MESSAGES/django.po"))


def messages_in_source() -> set[tuple[str, str]]:
    """Every (context, text) that the code and the templates mark for translation."""
    found = set()
    for path in sorted((ROOT / "cooperation").rglob("*.py")):
        found |= set(_messages(path.read_text(), path))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found |= set(_messages(_as_python(path), path))
    return found


def _as_python(path: Path) -> str:
    """The calls that a template stands for: `templatize` hides its other letters."""
    calls = re.findall(
        r"\b(?:gettext|ngettext|pgettext|npgettext|_)\(.*?\)(?=\s|$)", templatize(path.read_text()), re.S
    )
    return "\n".join(f"({call})" for call in calls)


def _messages(source: str, path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source, str(path))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        parts = _CALLS.get(name)
        values = [getattr(argument, "value", None) for argument in node.args]
        if parts and len(values) >= len(parts) and all(isinstance(value, str) for value in values[: len(parts)]):
            known = dict(zip(parts, values, strict=False))
            yield known.get("context", ""), known["text"]


def test_the_extraction_sees_code_and_templates():
    found = messages_in_source()
    assert {("", "Agencies"), ("documents", "Agreements"), ("alt. month", "May"), ("", "%(total)s meeting")} <= found
    assert len(found) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    translated = {
        (entry.msgctxt or "", entry.msgid)
        for entry in catalogue(language)
        if entry.translated() and not entry.fuzzy and not entry.obsolete
    }
    missing = sorted(messages_in_source() - translated)
    assert missing == [], f"{len(missing)} strings have no {language} translation: run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_catalogue_is_fuzzy_or_out_of_use(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []
    assert sorted({(entry.msgctxt or "", entry.msgid) for entry in entries} - messages_in_source()) == []


@pytest.mark.parametrize(("language", "forms"), [("az", 2), ("ru", 4)])
def test_every_plural_form_is_filled(language, forms):
    plurals = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert plurals
    assert [entry.msgid for entry in plurals if len(list(filter(None, entry.msgstr_plural.values()))) != forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_english_text(language):
    wrong = [entry.msgid for entry in catalogue(language) if not _same_placeholders(entry)]
    assert wrong == []


def _same_placeholders(entry: polib.POEntry) -> bool:
    english = _placeholders(entry.msgid_plural or entry.msgid)
    forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
    # A singular may leave its number out, as English does in "the meeting".
    allowed = [english, _placeholders(entry.msgid)]
    return all(_placeholders(form) in allowed for form in forms)


def _placeholders(text: str) -> list[str]:
    return sorted(set(re.findall(r"%(?:\(\w+\))?[sd%]", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_source(language):
    source = catalogue(language)
    compiled = polib.mofile(str(ROOT / f"cooperation/locale/{language}/LC_MESSAGES/django.mo"))

    def content(entries):
        return {(each.msgctxt, each.msgid, each.msgstr, *each.msgstr_plural.values()) for each in entries}

    assert content(compiled) == content(source.translated_entries())


@pytest.mark.parametrize(
    ("language", "day", "month", "heading", "days"),
    [
        ("en", "11 June 2024", "June 2024", "June", "11 June"),
        ("az", "11 iyun 2024", "iyun 2024", "İyun", "11 iyun"),
        ("ru", "11 июня 2024 г.", "июнь 2024 г.", "Июнь", "11 июня"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, day, month, heading, days):
    with translation.override(language):
        assert PartialDate("2024-06-11").display() == day
        assert PartialDate("2024-06").display() == month
        assert capitalised(month.split()[0], language) == heading
        assert formats.date_format(PartialDate("2024-06-11").earliest, "MONTH_DAY_FORMAT") == days


@pytest.mark.parametrize(
    ("language", "count", "shown"),
    [("az", 1, "1 görüş"), ("az", 5, "5 görüş"), ("ru", 1, "1 встреча"), ("ru", 2, "2 встречи"),
     ("ru", 5, "5 встреч"), ("ru", 11, "11 встреч"), ("ru", 21, "21 встреча")],
)  # fmt: skip
def test_counted_nouns_have_their_form(language, count, shown):
    with translation.override(language):
        assert translation.ngettext("%(total)s meeting", "%(total)s meetings", count) % {"total": count} == shown


def test_the_languages_are_those_that_the_site_offers():
    assert [code for code, _name in settings.LANGUAGES] == ["en", *LANGUAGES]


def test_no_russian_sentence_ends_in_two_stops():
    """A date ends in “г.” there."""
    ends = re.compile(r"%\((?:day|date|start|end|at)\)s\.")
    assert [entry.msgid for entry in catalogue("ru") if ends.search(entry.msgstr)] == []
