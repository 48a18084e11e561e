"""Cutting a text where a sentence ends."""

from .public import Text

_ENDS = ".!?…"
_CLOSERS = "\"'”’»)"
# What ends with a full stop inside a sentence, in the three languages.
_ABBREVIATIONS = {"mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "gen", "im", "ak", "г", "им", "ул", "гг", "млн"}


def in_short(text: Text, limit: int) -> Text:
    """The first sentences of `text` that fit in `limit` characters.

    A first sentence stands whole up to half as many again; one that is longer still ends in an ellipsis.
    """
    if len(text) <= limit:
        return text
    ends = [end for end in (*_sentence_ends(text), len(text)) if end <= limit * 1.5]
    if ends:
        return Text(text[: max(end for end in ends if end <= max(limit, ends[0]))], text.language)
    cut = text[: limit - 1].rpartition(" ")[0] or text[: limit - 1]
    return Text(f"{cut.rstrip(' ,;:–—-')}…", text.language)


def _sentence_ends(text: str) -> list[int]:
    return [end for place, letter in enumerate(text) if letter in _ENDS and (end := _end(text, place))]


def _end(text: str, place: int) -> int:
    """Where the sentence ends whose mark stands at `place`; 0 where it goes on."""
    end = place + 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    follows = text[end:].lstrip()
    if text[end : end + 1].strip() or (follows and follows[0].islower()):
        return 0
    return 0 if text[place] == "." and _is_abbreviated(text[:place]) else end


def _is_abbreviated(before: str) -> bool:
    word = before.rpartition(" ")[2].rpartition("(")[2]
    last = word.rpartition(".")[2]
    return (len(last) == 1 and last.isupper()) or last.casefold() in _ABBREVIATIONS
