"""A pasted text, cleaned: its paragraphs by number, its sentences, its language."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from .tables import words

LARGEST = 1_000_000
LONGEST_HEADLINE = 250
# No report is longer, sixty printed pages; what a page has beyond is not read, so that it never takes long.
READ_AT_MOST = 120_000

_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|span|article|section|body|html|table|td|strong|em|a)\b[^<>]{0,500}>", re.I
)
_BLOCKS = frozenset(words("page blocks"))
_UNSEEN = ["script", "style", "noscript", "template", "head", "svg", "iframe", "form", "nav"]
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n\n+")
# How a sentence ends, and how wide lines are that were broken to a width.
_CLOSED = tuple(".!?…:»”\"'")
_NARROWEST, _WIDEST = 50, 130
# Line ends in all spellings; what is left of control characters means a file, not a text.
_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"})
# Marks that only say where a line may break.
_UNBROKEN = str.maketrans({"\xad": None, "\u200b": None, "\ufeff": None, "\u2011": "-"})
_DOCTOR = re.compile(r"\b(д)-р\b", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)]*+\s++(?=[\"'“‘«(„–—•-]?\s?[^\W\d_])|[:;]\s++(?=[–—•-]\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|h\.?e|u\.?s|u\.?n|no|г|гг|им|т|д|дж|и\.о|cən|və s|s)|\b[^\W\d_])\.$", re.I
)
_AZERBAIJANI = re.compile(r"[əƏğĞşŞıİ]")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[a-zA-ZəƏ]")


class UnreadableError(ValueError):
    """Why a text cannot be read: `reason` is `empty`, `large` or `binary`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Part:
    """A stretch of the text; a paragraph's number is 0 for the headline and what stands before it."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Document:
    """A cleaned text with its paragraphs; all offsets are into `text`."""

    text: str
    paragraphs: tuple[Part, ...]
    language: str
    # Whether the text goes on behind what was read.
    cut: bool = False

    @property
    def read_at_most(self) -> int:
        """How many letters of a text are read, for those that are told that it is `cut`."""
        return READ_AT_MOST

    @property
    def headline(self) -> str:
        heads = [part for part in self.paragraphs if part.number == 0]
        return self.text[heads[-1].start : heads[-1].end] if heads else ""

    @cached_property
    def sentences(self) -> tuple[Part, ...]:
        return tuple(sentence for part in self.paragraphs for sentence in _sentences(self.text, part))


def document_of(raw: str, language: str = "") -> Document:
    """The document of a pasted text, plain or HTML. Raises `UnreadableError`."""
    if len(raw.encode("utf-8", "replace")) > LARGEST:
        raise UnreadableError("large")
    text = _tidy(raw)
    heading = None
    if _TAG.search(text):
        text, heading = _without_tags(text)
    else:
        text = _unwrapped(text)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise UnreadableError("binary")
    text, cut = text[:READ_AT_MOST], len(text) > READ_AT_MOST
    lines = [stripped for line in _CONTROL.sub("", text).split("\n") if (stripped := _SPACES.sub(" ", line).strip())]
    if not any(char.isalpha() for line in lines for char in line):
        raise UnreadableError("empty")
    return replace(_numbered(lines, heading, language), cut=cut)


def _tidy(raw: str) -> str:
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").translate(_LINE_ENDS)).translate(_UNBROKEN)
    return _DOCTOR.sub(r"\1р", text)


def _unwrapped(text: str) -> str:
    """A plain text whose lines were broken to a width, as letters have them, with a line for each paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines))
    broken = [line for line in lines[1:] if len(line) > width // 2 and not line.endswith(_CLOSED)]
    if not _NARROWEST <= width <= _WIDEST or not broken:
        return text
    if "" in lines[1:-1]:
        return "\n".join(" ".join(block.split("\n")) for block in _EMPTY_LINES.split("\n".join(lines)))
    # The headline stands alone; a paragraph ends with a line that is short and closed.
    ends = [place == 0 or (len(line) < 0.8 * width and line.endswith(_CLOSED)) for place, line in enumerate(lines)]
    return "".join(f"{line}\n" if is_end else f"{line} " for line, is_end in zip(lines, ends, strict=True))


def _without_tags(html: str) -> tuple[str, str | None]:
    """The text of a page, a line for each block, and its main heading."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(_UNSEEN, recursive=True)
    title = tree.css_first("h1")
    heading = _SPACES.sub(" ", title.text().replace("\n", " ")).strip() if title is not None else None
    pieces: list[str] = []
    # A block ends where the next begins, or where text follows it in another parent.
    block = None
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if node.tag in _BLOCKS:
            pieces.append("\n")
        elif node.tag == "-text":
            home = _block_around(node)
            if home != block:
                pieces.append("\n")
            block = home
            pieces.append(node.text_content.replace("\n", " ") if node.text_content else "")
    return "".join(pieces), heading or None


def _block_around(node: object) -> int | None:
    parent = node.parent
    for _level in range(20):
        if parent is None or parent.tag in _BLOCKS:
            break
        parent = parent.parent
    return parent.mem_id if parent is not None else None


def _numbered(lines: list[str], heading: str | None, language: str) -> Document:
    head = _headline_index(lines, heading)
    parts, at = [], 0
    for place, line in enumerate(lines):
        parts.append(Part(at, at + len(line), max(0, place - head)))
        at += len(line) + 1
    text = "\n".join(lines)
    return Document(text, tuple(parts), language or language_of(text))


def _headline_index(lines: list[str], heading: str | None) -> int:
    """The place of the headline; -1 where the text has none."""
    if heading in lines:
        return lines.index(heading)
    first = lines[0]
    is_headline = len(lines) > 1 and len(first) <= LONGEST_HEADLINE and not first.endswith((".", ":", "…"))
    return 0 if is_headline else -1


def language_of(text: str) -> str:
    """`ru`, `az` or `en`, by the letters."""
    sample = text[:20_000]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic > latin:
        return "ru"
    return "az" if len(_AZERBAIJANI.findall(sample)) > latin // 50 else "en"


def _sentences(text: str, part: Part) -> list[Part]:
    found, start = [], part.start
    for end in _SENTENCE_END.finditer(text, part.start, part.end):
        if _ABBREVIATION.search(text, max(start, end.start() - 6), end.start() + 1):
            continue
        found.append(Part(start, end.end(), part.number))
        start = end.end()
    if start < part.end:
        found.append(Part(start, part.end, part.number))
    return found
