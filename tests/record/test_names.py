"""Names that sound alike meet, whatever their spelling; others do not."""

import pytest

from cooperation.models import NameKey
from cooperation.record.indexing import reindex_all
from cooperation.record.names import SAME_NAME, likeness, numbers_of, person_keys, title_key, write_missing_keys
from tests.factories import make_event, make_official

SAME = [
    ("Vagif Sadigov", "Vagif Sadikhov"),
    ("Vagif Sadigov", "Вагиф Садыгов"),
    ("Vagif Sadigov", "Sadıqov Vaqif Rza oğlu"),
    ("Ilham Aliyev", "İlham Əliyev"),
    ("Ilham Aliyev", "Ильхам Гейдарович Алиев"),
    ("Jeyhun Bayramov", "Ceyhun Bayramov"),
    ("Jeyhun Bayramov", "Джейхун Байрамов"),
    ("Heydar Aliyev", "Гейдар Алиев"),
    ("António Guterres", "Antoniu Quterreş"),
]
OTHERS = [
    ("Heydar Aliyev", "Ilham Heydar oglu Aliyev"),
    ("Kamala Aliyeva", "Kamil Aliyev"),
    ("Yashar Aliyev", "Zaur Aliyev"),
    ("Jorge Moreira da Silva", "Jose Graziano da Silva"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_meet(one, other):
    assert person_keys([one]) & person_keys([other])
    assert likeness([one], [other])[0] >= SAME_NAME


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_two_people_do_not(one, other):
    assert not person_keys([one]) & person_keys([other]) or likeness([one], [other])[0] < SAME_NAME


def test_a_title_is_known_by_its_words_and_told_apart_by_its_number():
    assert title_key("7th World Forum on Intercultural Dialogue") == title_key(
        "World Forum on Intercultural Dialogue 2026"
    )
    assert (title_key("COP29"), title_key("SPECA")) == ("cop29", "")
    assert numbers_of(["Sixth session", "WUF13", "Forum 2026"]) == {"6", "13"}


def test_keys_follow_the_names(db):
    official = make_official("Vagif Sadigov")
    assert set(NameKey.objects.values_list("key", flat=True)) == person_keys(["Vagif Sadigov"])
    official.other_spellings = "Вагиф Керимов"
    official.save()
    assert NameKey.objects.count() == 2
    official.delete()
    assert NameKey.objects.count() == 0


def test_keys_of_an_older_database_are_made_once(db):
    make_event("World Urban Forum")
    NameKey.objects.all().delete()
    write_missing_keys("default")
    assert NameKey.objects.get().key == "forum urban world"
    reindex_all()
    assert NameKey.objects.count() == 1
