"""One address of each kind of page, in the seed content and what `additions` puts beside it."""

ARTICLE = "2024-01-11-foreign-minister-meets-unicef-regional-director"
WITHDRAWN = "1994-10-29-president-welcomes-un-secretary-general-on-arrival"
MINES = "/meetings/?agency=unicef&topic=mine-action&from=2020"

# Each list, and words that make it short.
LISTS = {
    "agencies": "unicef",
    "officials": "aliyev",
    "programs": "education",
    "events": "cop",
    "topics": "mine",
    "agreements": "plan",
    "commitments": "",
}
WHOLE_LISTS = {f"list of {noun}": f"/{noun}/" for noun in LISTS}
SHORT_LISTS = {f"list of {noun}": f"/{noun}/" + (f"?q={words}" if words else "") for noun, words in LISTS.items()}

RECORDS = {
    "meeting": f"/meetings/{ARTICLE}/",
    "agency": "/agencies/unicef/",
    "official": "/officials/jeyhun-bayramov/",
    "topic": "/topics/mine-action/",
    "program": "/programs/action-plan-gender-biased-sex-selection/",
    "event": "/events/cop29/",
    "agreement": "/agreements/explosive-ordnance-risk-education-plan-2021/",
    "commitment": "/commitments/two-trainers/",
}

QUESTIONS = {
    "filtered": MINES,
    "empty": "/meetings/?agency=unicef&body=anama&year=1997",
    "search": "/search/?q=mine",
    "about": "/about/",
    "coverage": "/about/coverage/",
    "corrections": "/about/corrections/",
    "accessibility": "/about/accessibility/",
    "privacy": "/about/privacy/",
    "data": "/data/",
    "manual": "/api/",
    "briefing": "/agencies/unicef/briefing/",
    "briefing of a filter": "/briefing/?topic=mine-action&from=2020",
    "pictures": "/pictures/?agency=unicef",
}

# Pages that answer with an error, and its number.
ERRORS = {
    "bad date": ("/meetings/?from=2024-13", 400),
    "unknown value": ("/meetings/?agency=unicfe", 400),
    "not found": (f"/meetings/{ARTICLE}x/", 404),
    "withdrawn": (f"/meetings/{WITHDRAWN}/", 410),
}

_OTHERS = QUESTIONS | RECORDS | {name: address for name, (address, _status) in ERRORS.items()}
# One of each kind: at its longest, and as short as the kind may be.
WHOLE = {"front": "/"} | WHOLE_LISTS | _OTHERS
SHORT = SHORT_LISTS | _OTHERS


def in_language(code: str, address: str) -> str:
    return address if code == "en" else f"/{code}{address}"
