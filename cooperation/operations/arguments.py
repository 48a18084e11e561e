"""What is typed behind the options of commands."""

from argparse import ArgumentTypeError


def whole_number(text: str) -> int:
    """A number from 0 up, that a day or a count may be."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise ArgumentTypeError("write a whole number")
    return int(text)
