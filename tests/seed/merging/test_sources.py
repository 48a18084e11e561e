from cooperation.seed.merging.books import Sources


def source(url: str, **fields: str) -> dict[str, str | None]:
    return dict.fromkeys(("publisher", "title", "published", "language")) | {"url": url} | fields


def merge(*cited: dict) -> list[dict]:
    sources = Sources(list(cited))
    for row in cited:
        sources.url(row["url"])
    return [{name: value for name, value in row.items() if name != "uid"} for row in sources.fixtures()]


def test_sources_are_one_however_the_address_is_spelt():
    rows = merge(
        source("http://www.news.example/a/", title="Short", published="2024"),
        source("https://news.example/a", title="The longer title", published="2024-01-12", language="en"),
        source("http://news.example/a", publisher="News"),
    )

    assert rows == [
        source(
            "https://news.example/a", publisher="News", title="The longer title", published="2024-01-12", language="en"
        )
    ]


def test_sources_keep_a_publisher_to_its_usual_spelling():
    rows = merge(
        source("https://a.example/1", publisher="News.az"),
        source("https://a.example/2", publisher="News.Az"),
        source("https://a.example/3", publisher="News.Az"),
    )

    assert [row["publisher"] for row in rows] == ["News.Az"] * 3


def test_sources_give_a_bare_address_the_publisher_of_its_host():
    rows = merge(source("https://a.example/1", publisher="News"), {"url": "https://www.a.example/2"})

    assert [row["publisher"] for row in rows] == ["News", "News"]


def test_sources_give_a_bare_address_no_publisher_where_its_host_has_two():
    rows = merge(
        source("https://a.example/1", publisher="News"),
        source("https://a.example/2", publisher="Notices"),
        {"url": "https://a.example/3"},
    )

    assert rows[2]["publisher"] is None


def test_sources_that_nothing_cites_are_left_out():
    sources = Sources([source("https://a.example/1"), source("https://a.example/2")])

    cited = sources.urls([source("http://a.example/2")])

    assert cited == ["https://a.example/2"]
    assert [row["url"] for row in sources.fixtures()] == cited
