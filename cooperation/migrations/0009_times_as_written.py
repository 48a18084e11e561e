"""Times that SQLite's triggers wrote get the digits with which Django writes them: as text, others are never equal."""

from django.db import migrations

COLUMNS = {"LastChange": "changed", "Generation": "changed"}
# As in "2026-03-01 12:00:00.123".
SHORT = 23


def lengthen(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name, column in COLUMNS.items():
        table = apps.get_model("cooperation", name)._meta.db_table
        schema_editor.execute(f"UPDATE {table} SET {column} = {column} || '001' WHERE length({column}) = {SHORT}")


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0008_imports")]

    operations = [migrations.RunPython(lengthen, migrations.RunPython.noop)]
