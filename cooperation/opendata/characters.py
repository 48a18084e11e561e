"""Texts as formats for machines can carry them."""

import re

# What neither XML nor a calendar may hold: control characters, and code points that are no characters.
_FORBIDDEN = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """`text` with plain line ends and without what no format carries."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
