from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce, NullIf

import cooperation.models.base

_MODELS = ("commitment", "correction", "point")
_CALLED = {
    "commitment": (
        "what was undertaken",
        "Only what a source states as an undertaking: “interested” or “may” are none.",
    ),
    "correction": ("what was corrected", "In a sentence or two: what stood there, and what stands there now."),
    "point": ("what was said", "In your own words, in one or two sentences."),
}


def _text(model, **options):
    """No column changes by it: only forms ask whether a text may be blank."""
    name, help_text = _CALLED[model]
    return models.TextField(verbose_name=name, help_text=help_text, blank=True, **options)


def _is_there(column):
    return models.Q(**{f"{column}__isnull": False}) & ~models.Q(**{column: ""})


def _in_some_language(model):
    return cooperation.models.base.InSomeLanguage(
        field="text",
        name=f"{model}_text_in_some_language",
        condition=_is_there("text_en") | _is_there("text_az") | _is_there("text_ru"),
        violation_error_message="Write it in one language at least: English, Azerbaijani or Russian.",
    )


def _write_for_english(apps, schema_editor):
    """On the way back: where there is no English, what there is stands in for it, for it must not be empty there."""
    there = [NullIf(F(f"text_{language}"), models.Value("")) for language in ("az", "ru")]
    for name in _MODELS:
        rows = apps.get_model("cooperation", name)._base_manager.exclude(_is_there("text_en"))
        rows.update(text_en=Coalesce(*there))


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0010_link_checks")]

    operations = [
        *(migrations.AlterField(name, "text", _text(name)) for name in _MODELS),
        *(
            migrations.AlterField(name, f"text_{language}", _text(name, null=True))
            for name in _MODELS
            for language in ("en", "az", "ru")
        ),
        *(migrations.RemoveConstraint(name, f"{name}_text_in_english") for name in _MODELS),
        *(migrations.AddConstraint(name, _in_some_language(name)) for name in _MODELS),
        # Last, so that it comes first on the way back, before English is required again.
        migrations.RunPython(migrations.RunPython.noop, _write_for_english),
    ]
