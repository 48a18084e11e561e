import pytest

from cooperation.record.filters import FILTERS
from cooperation.record.filters.fields import SearchField, is_blank
from tests.factories import make_meeting


@pytest.mark.parametrize("text", ["\0", "\0 ", " \0\t", "\x01", "\x1f", "\x7f\x85", " ", "\n"])
@pytest.mark.django_db
def test_a_search_without_a_letter_finds_nothing(client, text):
    meeting = make_meeting("Known meeting")
    assert is_blank(text)
    assert SearchField(required=False).clean(text)
    page = client.get("/meetings/", {"q": text}, follow=True)
    assert meeting.slug not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("noun", FILTERS)
def test_it_narrows_every_list(noun):
    filterset = FILTERS[noun]({"q": "\0"})
    assert "q" not in filterset.filters or filterset.selection().values["q"]


@pytest.mark.parametrize(("text", "words"), [("mines\0", "mines"), ("a\x01b", "a b"), ("", ""), (None, "")])
def test_control_characters_beside_words_are_blanks(text, words):
    assert SearchField(required=False).clean(text) == words
