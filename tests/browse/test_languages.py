"""Each page in three languages: nothing left in English, and the language kept on the way through the site."""

import re
from html.parser import HTMLParser

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from cooperation.browse.languages import canonical_path
from cooperation.models import localized
from cooperation.record.formats import FORMATS
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.once import once
from tests.test_languages import LANGUAGES, catalogue


@pytest.mark.django_db
def test_the_list_of_officials_follows_the_language(client):
    body = make.make_body("Ministry")
    people = ["İsa", "Isa", "Əli", "Eldar", "Fuad", "Həsən", "Xəyal"]
    with postponed():
        make.make_meeting(officials=[(make.make_official(name, name_az=name), body) for name in people])
    headings = re.findall(r'class="group-head">(.)<', client.get("/az/officials/").content.decode())
    assert headings == ["E", "Ə", "F", "H", "X", "I", "İ"]


@pytest.mark.django_db
def test_facet_values_of_one_weight_follow_the_language(client):
    with postponed():
        for name in ("Zaman", "Əmək", "Elm", "Çay", "Cəza"):
            make.make_meeting(agencies=[make.make_body(name, name_az=name)])
    page = client.get("/az/meetings/").content.decode()
    facet = page[page.index('id="facet-body"') : page.index("</details>", page.index('id="facet-body"'))]
    assert re.findall(r'class="facet-name">(\w+)<', facet) == ["Cəza", "Çay", "Elm", "Əmək", "Zaman"]


PATHS = ["/", "/meetings/", "/meetings/?agency=unicef&from=2020&sort=oldest", "/agencies/", "/officials/", "/programs/",
         "/events/", "/topics/", "/agreements/", "/commitments/", "/search/", "/search/?q=mina", "/search/?q=zzzz",
         "/meetings/?agency=unknown", "/meetings/2024-06-11-gorus/", "/agencies/unicef/", "/agencies/anama/",
         "/officials/eli/", "/topics/mina/", "/programs/proqram/", "/events/cop29/", "/agreements/memorandum/",
         "/commitments/2024-06-11-soz/", "/meetings/2020-withdrawn/", "/nothing/", "/agencies/unicf/", "/about/",
         "/about/coverage/", "/about/corrections/", "/about/accessibility/", "/briefing/?agency=unicef",
         "/agencies/unicef/briefing/", "/agencies/anama/briefing/", "/officials/eli/briefing/", "/briefing/",
         "/pictures/", "/pictures/?by=topic&agency=unicef"]  # fmt: skip

PLACEHOLDER = r"%\(\w+\)[sd]|%s"
# What a page may hold in English: the languages' own names, the licence, and outside names.
ENGLISH = {"English", "Wikidata", "CC BY 4.0", "JavaScript"}


@once
def record():
    """One record of each noun, every text of it translated (with the same words for both languages)."""

    def texts(**fields):
        return {f"{name}_{language}": text for name, text in fields.items() for language in LANGUAGES}

    with postponed():
        unicef = make.make_agency("ЮНИСЕФ", **texts(name="ЮНИСЕФ"), acronym="UNICEF")
        anama = make.make_body("ANAMA", **texts(name="ANAMA"), acronym="ANAMA")
        person = make.make_official("Əli", **texts(name="Əli"))
        topic = make.make_topic("Mina", **texts(name="Mina"))
        source = make.make_source(title="Mina", publisher="АЗЕРТАДЖ", language="az")
        shared = {"topics": [topic], "sources": [source]}
        program = make.make_program(
            "Proqram", **texts(name="Proqram"), agencies=[unicef, anama], start="2023", **shared
        )
        event = make.make_event(
            "COP", **texts(name="СОР"), acronym="COP29", organisers=[anama], start="2024-11", **shared
        )
        met = {"officials": [(person, anama)], "agencies": [unicef], "programs": [program], "events": [event]}
        held = {"mode": "video", "city": "Baku", "country": "Azerbaijan", "summary_en": "Mina"}
        meeting = make.make_meeting(
            "Gorus", "2024-06-11", **met, **held, **texts(title="Gorus", summary="Mina"), **shared
        )
        point = make.make_point(meeting, "Mina", topics=[topic], source=source, paragraph=3, **texts(text="Mina"))
        make.make_commitment(point, anama, "Söz", made_to=unicef, due="2025-01", **texts(text="Söz"))
        make.make_agreement(
            "Memorandum", **texts(title="Memorandum"), parties=[unicef, anama], meeting=meeting, signed="2024-06"
        )
        make.make_meeting("Withdrawn", "2020", "withdrawn", **texts(title="Geri", withdrawal_reason="Mina"))
    return meeting


# Data that holds all three languages at once stands at one address.
NEUTRAL = tuple(f".{each.suffix}" for each in FORMATS.values() if not each.localized)


class Page(HTMLParser):
    """The texts of a page that are in its own language, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self._languages: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def internal_links(self) -> list[str]:
        elsewhere = ("/static/", "/favicon")
        return [
            link
            for link in self.links
            if link.startswith("/") and not link.startswith(elsewhere) and not link.partition("?")[0].endswith(NEUTRAL)
        ]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        elsewhere = "hreflang" in given
        self.links += [given[name] for name in ("href", "action", "hx-get") if given.get(name) and not elsewhere]
        # The kind of a page is a word of the Open Graph protocol, not of a language.
        read = ("aria-label", "title", "placeholder", "content") if given.get("property") != "og:type" else ()
        self.texts += [given[name] for name in read if given.get(name)]
        if tag not in {"meta", "link", "input", "br", "img", "rect", "path", "circle", "line"}:
            inherited = self._languages[-1][1] if self._languages else self.language
            self._languages.append((tag, given.get("lang", inherited)))

    def handle_endtag(self, tag):
        while self._languages and self._languages.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, language = self._languages[-1] if self._languages else ("", self.language)
        if data.strip() and language == self.language and tag not in {"script", "style"}:
            self.texts.append(" ".join(data.split()))


class EnglishInterface:
    """Every interface string that is more than a name: those without placeholders, and patterns of the others."""

    def __init__(self) -> None:
        same = {entry.msgid for language in LANGUAGES for entry in catalogue(language) if entry.msgstr == entry.msgid}
        texts = {form for entry in catalogue("az") for form in (entry.msgid, entry.msgid_plural) if form}
        words = [text for text in texts - same - ENGLISH if re.search("[A-Za-z]{3}", re.sub(PLACEHOLDER, "", text))]
        self.plain = {" ".join(text.replace("%%", "%").split()) for text in words if not re.search(PLACEHOLDER, text)}
        patterns = [".+".join(map(re.escape, re.split(PLACEHOLDER, text))) for text in words]
        self.pattern = re.compile("|".join(patterns).replace("%%", "%"))

    def __contains__(self, text: str) -> bool:
        return text in self.plain or bool(self.pattern.fullmatch(text))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_all_in_its_language_and_so_are_its_links(client, record, language):
    english, left, lost = EnglishInterface(), {}, {}
    for path in PATHS:
        page = Page(client.get(f"/{language}{path}").content.decode())
        assert page.language == language
        assert page.internal_links
        left[path] = {text for text in page.texts if text in english}
        lost[path] = {link for link in page.internal_links if not link.startswith(f"/{language}/")}
    assert {path: texts for path, texts in left.items() if texts} == {}
    assert {path: links for path, links in lost.items() if links} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_switch_leads_to_the_same_page_with_the_same_query(client, record, language):
    with translation.override(language):
        path = localized("/meetings/")
    page = client.get(f"{path}?agency=unicef&sort=oldest&from=2020").content.decode()
    query = "?agency=unicef&amp;sort=oldest&amp;from=2020"
    for code, name, prefix in (("en", "English", ""), ("az", "Azərbaycanca", "/az"), ("ru", "Русский", "/ru")):
        current = ' aria-current="true"' if code == language else ""
        expected = f'<a href="{prefix}/meetings/{query}" lang="{code}" hreflang="{code}"{current}>{name}</a>'
        assert expected in page


@pytest.mark.django_db
def test_the_switch_of_a_list_by_name_begins_at_its_first_page(client, record):
    page = client.get("/az/officials/?agency=unicef&after=a.1").content.decode()
    assert 'href="/ru/officials/?agency=unicef" lang="ru"' in page


@pytest.mark.django_db
def test_a_head_names_the_canonical_page_and_its_editions(client, record, settings):
    settings.SITE_URL = "https://record.example"
    page = client.get(
        "/az/meetings/?to=2025&topic=mina&agency=unicef&after=2024-06-11.9&utm=x&sort=oldest"
    ).content.decode()
    query = "?agency=unicef&amp;topic=mina&amp;to=2025"
    expected = [
        f'<link rel="canonical" href="https://record.example/az/meetings/{query}">',
        f'<link rel="alternate" hreflang="en" href="https://record.example/meetings/{query}">',
        f'<link rel="alternate" hreflang="x-default" href="https://record.example/meetings/{query}">',
        f'<link rel="alternate" hreflang="az" href="https://record.example/az/meetings/{query}">',
        f'<link rel="alternate" hreflang="ru" href="https://record.example/ru/meetings/{query}">',
    ]
    assert re.findall(r'<link rel="(?:canonical"|alternate" hreflang)[^>]*>', page) == expected


@pytest.mark.django_db
def test_without_a_site_address_the_canonical_one_has_the_host_that_was_asked(client, record):
    assert (
        '<link rel="canonical" href="http://testserver/ru/agencies/unicef/">'
        in client.get("/ru/agencies/unicef/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/meetings/?agency=unknown", "/meetings/2020-withdrawn/"])
def test_what_is_not_there_has_no_canonical_address(client, record, path):
    assert 'rel="canonical"' not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/az/", "/"),
        ("/?agency=b&agency=a", "/meetings/?agency=a&agency=b"),
        ("/ru/agencies/?kind=ministry&side=azerbaijan&q=", "/agencies/?side=azerbaijan&kind=ministry"),
        ("/az/search/?q=mina", "/search/?q=mina"),
        ("/agencies/unicef/?utm=1", "/agencies/unicef/"),
        ("/ru/pictures/?by=topic&agency=unicef", "/pictures/?agency=unicef&by=topic"),
        ("/azimuth/", "/azimuth/"),
    ],
)
def test_a_canonical_path_holds_filters_in_their_declared_order(path, canonical):
    request = RequestFactory().get(path)
    with translation.override(translation.get_language_from_path(request.path) or "en"):
        request.resolver_match = None if path == "/azimuth/" else resolve(request.path)
    assert canonical_path(request) == canonical


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_localized_paths_are_those_of_the_url_map(language):
    with translation.override(language):
        assert localized("/") == reverse("front")
        assert localized("/search/") == reverse("search")
        assert localized("/agencies/") == reverse("list", kwargs={"noun": "agencies"})
        assert localized("/topics/mina/") == reverse("record", kwargs={"noun": "topics", "slug": "mina"})


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_address_leads_on_in_the_same_language(client, record, language):
    agency = make.make_agency("Old Fund")
    agency.slug = "fund"
    agency.save()
    assert client.get(f"/{language}/agencies/old-fund/")["Location"] == f"/{language}/agencies/fund/"
    filtered = client.get(f"/{language}/meetings/?agency=old-fund&q=")
    assert filtered["Location"] == f"/{language}/meetings/?agency=fund"


@pytest.mark.django_db
def test_content_without_a_translation_says_once_that_it_is_english(client):
    make.make_meeting("Minister receives envoy", "2024-06-11", summary_en="They met.")
    note = "Bu səhifədəki bəzi mətnlər hələ tərcümə edilməyib"
    page = client.get("/az/meetings/2024-06-11-minister-receives-envoy/").content.decode()
    assert page.count(note) == 1
    assert '<span lang="en">They met.</span>' in page
    assert "not translated" not in client.get("/meetings/2024-06-11-minister-receives-envoy/").content.decode()


@pytest.mark.django_db
def test_translated_content_needs_no_such_note(client, record):
    assert "tərcümə edilməyib" not in client.get("/az/meetings/2024-06-11-gorus/").content.decode()
