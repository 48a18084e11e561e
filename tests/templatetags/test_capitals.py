"""Capitals, as each language writes them."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext_lazy

from cooperation.models.base import capital

pytestmark = pytest.mark.engine("sqlite")


@pytest.mark.parametrize(
    ("language", "shown"), [("az", "İştirakçı &lt;b&gt;"), ("en", "Iştirakçı &lt;b&gt;"), ("ru", "Iştirakçı &lt;b&gt;")]
)
def test_every_template_writes_the_capital_of_its_language(language, shown):
    with translation.override(language):
        assert Template("{{ name|capfirst }}").render(Context({"name": "iştirakçı <b>"})) == shown


def test_a_lazy_name_waits_for_its_language():
    name = capital(gettext_lazy("participant"))
    with translation.override("az"):
        assert str(name) == "İştirakçı"
    assert (str(name), capital("")) == ("Participant", "")
