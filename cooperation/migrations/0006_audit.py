import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cooperation", "0005_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='time')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='about')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit list',
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_newest')],
            },
        ),
    ]
