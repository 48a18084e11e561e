"""Marks that turn the direction of writing: nobody sees them, and they make a line read otherwise than it is stored.

Copied from a page or a PDF by accident, or put into a name so that it seems to be another one. No text of the record
needs them: none of its languages runs from right to left.
"""

import re

TURNING = "\u202a-\u202e\u2066-\u2069"
_TURNING = re.compile(f"[{TURNING}]")


def straight(text: str) -> str:
    """The text without them."""
    return _TURNING.sub("", text)
