"""What schema.org allows, of what the record's pages use: the properties of each type, and what dates look like."""

import re

THING = "name url identifier description alternateName sameAs mainEntityOfPage"
CREATIVE_WORK = (
    f"{THING} inLanguage license isPartOf citation mentions about creator genre dateCreated expires encoding publisher "
    "datePublished dateModified archivedAt mainEntity isAccessibleForFree"
)
ORGANIZATION = f"{THING} foundingDate dissolutionDate location parentOrganization subOrganization member knowsAbout"
WEB_PAGE = f"{CREATIVE_WORK} breadcrumb"

PROPERTIES = {
    "WebPage": WEB_PAGE,
    "AboutPage": WEB_PAGE,
    "CollectionPage": WEB_PAGE,
    "SearchResultsPage": WEB_PAGE,
    "WebSite": f"{CREATIVE_WORK} potentialAction",
    "SearchAction": f"{THING} target query-input",
    "EntryPoint": f"{THING} urlTemplate",
    "BreadcrumbList": f"{THING} itemListElement",
    "ListItem": f"{THING} position item",
    "Event": (
        f"{THING} startDate endDate eventAttendanceMode eventStatus location organizer attendee about superEvent"
    ),
    "Person": f"{THING} worksFor hasOccupation affiliation",
    "Organization": ORGANIZATION,
    "GovernmentOrganization": ORGANIZATION,
    "Project": ORGANIZATION,
    "DefinedTerm": f"{THING} termCode inDefinedTermSet",
    "DefinedTermSet": CREATIVE_WORK,
    "CreativeWork": CREATIVE_WORK,
    "MediaObject": f"{CREATIVE_WORK} contentUrl contentSize encodingFormat sha256",
    "DataDownload": f"{CREATIVE_WORK} contentUrl contentSize encodingFormat",
    "Action": f"{THING} actionStatus agent participant",
    # A role also carries the property that it stands in.
    "Role": f"{THING} roleName startDate endDate attendee hasOccupation",
    "OrganizationRole": f"{THING} roleName startDate endDate worksFor",
    "Occupation": THING,
    "Place": f"{THING} address",
    "PostalAddress": f"{THING} addressLocality addressCountry",
    "Dataset": f"{CREATIVE_WORK} includedInDataCatalog distribution temporalCoverage dateModified",
    "DataCatalog": f"{CREATIVE_WORK} dataset",
}

# What a node that says who or what it is must have: what search engines ask of these types, and a name for all else.
# A reference that only leads on to the record's own page is asked for its name alone.
REQUIRED = {
    "Event": "name startDate url",
    "Dataset": "name description url license",
    "DataCatalog": "name description url license dataset",
    "DataDownload": "contentUrl encodingFormat",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
    "WebSite": "name url potentialAction",
    "SearchAction": "target query-input",
    "EntryPoint": "urlTemplate",
    "WebPage": "name url description isPartOf",
    "AboutPage": "name url description isPartOf",
    "CollectionPage": "name url description isPartOf",
    "SearchResultsPage": "name url description isPartOf",
    "CreativeWork": "url",
    "MediaObject": "contentUrl",
    "Role": "roleName",
    "OrganizationRole": "worksFor",
    "PostalAddress": "",
    "DefinedTermSet": "url",
    "DefinedTerm": "url termCode",
}

_DATES = {"startDate", "endDate", "datePublished", "dateCreated", "expires", "foundingDate", "dissolutionDate"}
_ADDRESSES = {"url", "@id", "sameAs", "contentUrl", "license", "archivedAt", "item"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def faults(node, path="graph"):
    """What schema.org does not know of a node and all within it, as readable lines."""
    if isinstance(node, list):
        return [fault for place, each in enumerate(node) for fault in faults(each, f"{path}[{place}]")]
    if not isinstance(node, dict):
        return []
    kind = node.get("@type")
    if kind is None:
        return [] if set(node) == {"@id"} else [f"{path}: no type"]
    if kind not in PROPERTIES:
        return [f"{path}: no type {kind}"]
    unknown = [name for name in node if not name.startswith("@") and name not in PROPERTIES[kind].split()]
    found = [f"{path}: {kind} has no {name}" for name in unknown]
    found += [f"{path}: {kind} lacks {name}" for name in _required(node) if name not in node]
    for name, value in node.items():
        found += _faults_of_value(name, value, f"{path}.{name}") + faults(value, f"{path}.{name}")
    return found


def _required(node):
    is_whole = "mainEntityOfPage" in node or not node.get("@id", "").endswith("#record")
    return REQUIRED.get(node["@type"], "name").split() if is_whole else ["name"]


def _faults_of_value(name, value, path):
    values = value if isinstance(value, list) else [value]
    found = [f"{path} is empty" for each in values if each in ("", None, [], {})] + (
        [] if values else [f"{path}: none"]
    )
    texts = [each for each in values if isinstance(each, str)]
    if name in _DATES:
        found += [f"{path} is no date: {text}" for text in texts if not _DATE.fullmatch(text)]
    if name in _ADDRESSES:
        found += [f"{path} is no address: {text}" for text in texts if not text.startswith(("http://", "https://"))]
    return found
