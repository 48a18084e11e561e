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
                ('action', models.CharField(choices=[('signed-in', 'Signed in'), ('signed-out', 'Signed out'), ('sign-in-failed', 'Sign-in failed'), ('factor-used', 'Second factor used'), ('factor-failed', 'Second factor failed'), ('factor-added', 'Second factor set up'), ('factor-removed', 'Second factor removed'), ('password-changed', 'Password changed'), ('sign-in-reset', 'Sign-in reset'), ('session-ended', 'Session ended'), ('account-made', 'Account made'), ('account-deleted', 'Account deleted'), ('rights-changed', 'Rights changed'), ('group-made', 'Group made'), ('group-deleted', 'Group deleted'), ('published', 'Published'), ('change-published', 'Change published'), ('taken-back', 'Taken from the public')], max_length=20, verbose_name='action')),
                ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='about')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'default_permissions': (),
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_newest')],
            },
        ),
    ]
