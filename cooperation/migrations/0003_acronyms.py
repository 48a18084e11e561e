from django.db import migrations, models


def _keep_as_english(apps, schema_editor):
    """What was there is what is usual in English."""
    for name in ("Agency", "Event", "Program"):
        model = apps.get_model("cooperation", name)
        model._base_manager.exclude(acronym="").update(acronym_en=models.F("acronym"))


def _acronym(length, **options):
    return models.CharField(blank=True, max_length=length, verbose_name="acronym", **options)


_HELP = "As is usual in the language: WHO, ÜST, ВОЗ."


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0002_changes")]

    operations = [
        migrations.RemoveConstraint(model_name="agency", name="agency_acronym_unique"),
        migrations.AlterField("agency", "acronym", _acronym(40, help_text=_HELP)),
        *(
            migrations.AddField(model, f"acronym_{language}", _acronym(length, null=True, **options))
            for model, length, options in (("agency", 40, {"help_text": _HELP}), ("event", 60, {}), ("program", 60, {}))
            for language in ("en", "az", "ru")
        ),
        migrations.RunPython(_keep_as_english, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                fields=["side", "acronym_en"], condition=~models.Q(acronym_en=""), name="agency_acronym_unique"
            ),
        ),
    ]
