import pytest

from cooperation.record.public import Text
from cooperation.record.sentences import in_short


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Short. Text.", 40, "Short. Text."),
        ("They met. They talked about mines. They left.", 35, "They met. They talked about mines."),
        ("They met H.E. Mr. A. Smith in Baku. He left.", 38, "They met H.E. Mr. A. Smith in Baku."),
        ("It grew by 3.5 per cent. Then it fell.", 30, "It grew by 3.5 per cent."),
        ("“It works.” He said so again and again.", 20, "“It works.”"),
        ("Görüş keçirildi. Şəhərin bərpası müzakirə olundu.", 20, "Görüş keçirildi."),
        ("Встреча прошла в 2024 г. в Баку. Стороны обсудили план.", 34, "Встреча прошла в 2024 г. в Баку."),
        ("A first sentence a bit too long. Then.", 24, "A first sentence a bit too long."),
        ("A sentence without any end that goes on and on, and on", 20, "A sentence without…"),
        ("x" * 60, 20, "x" * 19 + "…"),
        ("", 20, ""),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text, limit, short):
    cut = in_short(Text(text, "ru"), limit)
    assert cut == short
    assert cut.language == "ru"
