
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperation', '0003_acronyms'),
    ]

    operations = [
        migrations.AddField(
            model_name='generation',
            name='changed',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.CreateModel(
            name='LastChange',
            fields=[
                ('pk', models.CompositePrimaryKey('noun', 'record_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('noun', models.CharField(max_length=30)),
                ('record_id', models.BigIntegerField()),
                ('generation', models.BigIntegerField()),
                ('changed', models.DateTimeField()),
                ('is_public', models.BooleanField()),
                ('uid', models.UUIDField(null=True)),
                ('slug', models.CharField(max_length=120, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['noun', 'is_public', 'changed', 'record_id'], name='last_change_by_time'), models.Index(fields=['noun', 'generation'], name='last_change_by_generation')],
            },
        ),
    ]
