"""Places and common names that English and Azerbaijani write so differently that no rule leads across.

Each group holds the folded forms of one name. A record that has one of them is found by all.
"""

_GROUPS = (
    # Places
    "baku baki",
    "azerbaijan azerbaycan",
    "karabakh qarabag garabag garabagh",
    "ganja gence ganca genje",
    "ganjavi gencevi",
    "shusha susa",
    "aghdam agdam",
    "khankendi xankendi khankandi",
    "nakhchivan naxcivan nakhichevan",
    "sumgait sumqayit sumgayit",
    "mingachevir mingecevir",
    "zangilan zengilan",
    "zangezur zengezur",
    "jabrayil cebrayil",
    "fuzuli fizuli",
    "lachin lacin",
    "kalbajar kelbecer",
    "gubadli qubadli",
    "khojaly xocali khojali",
    "sheki seki shaki",
    "shamakhi samaxi",
    "guba quba",
    "gabala qebele",
    "yevlakh yevlax",
    "tartar terter",
    "barda berde",
    "beylagan beyleqan",
    "bilasuvar bilesuvar",
    "lankaran lenkeran",
    # Names
    "aliyev eliyev",
    "aliyeva eliyeva",
    "heydar heyder",
    "jeyhun ceyhun",
    "hajiyev haciyev",
    "hajiyeva haciyeva",
    "mammadov memmedov",
    "mammadova memmedova",
    "mammadyarov memmedyarov",
    "hasanov hesenov",
    "ahmadov ehmedov",
    "asadov esedov",
    "rasulzade resulzade",
    "jabbarov cabbarov",
    "karimov kerimov",
    "guliyev quliyev",
    "guluzade quluzade",
)

_ALSO = {form: frozenset(group.split()) for group in _GROUPS for form in group.split()}


def forms_of(word: str) -> frozenset[str]:
    """All forms of a folded word that names a place or a person here; else the word alone."""
    return _ALSO.get(word, frozenset((word,)))
