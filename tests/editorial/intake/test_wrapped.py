"""A text from a letter, whose lines were broken to a width."""

import pytest

from cooperation.editorial.intake.texts import document_of

pytestmark = pytest.mark.engine("sqlite")

WRAPPED = """Minister receives director

The minister received the director of the agency, who was in the
country for the first time. They spoke of schools.

The director thanked the minister
"""
WRAPPED_CLOSELY = """Minister receives director
The minister received the director of the agency, who was in the
country for the first time. They spoke of schools.
The director thanked the minister for the help that the country
gives.
"""


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (WRAPPED, [1, 2]),
        (WRAPPED_CLOSELY, [1, 2]),
        ("Headline\nOne short line\nAnother short line", [1, 2]),
        (
            f"Headline\n{'A sentence of some length. ' * 8}\nA line that does not close, as long as broken ones are",
            [1, 2],
        ),
    ],
)
def test_lines_that_were_broken_to_a_width_are_one_paragraph(text, paragraphs):
    document = document_of(text)
    assert [part.number for part in document.paragraphs] == [0, *paragraphs]
    assert "in the country for" in document.text or "in the" not in text
