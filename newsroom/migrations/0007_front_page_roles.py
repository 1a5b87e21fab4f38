"""Who tends the front page, and chooses the photo of the day."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom.roles import ensure_roles


def bring_roles_up_to_date(apps, schema_editor):
    # Django makes permissions only after all migrations have run; the groups need them now.
    for label in ("newsroom", "media_library", "articles", "subscriptions"):
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=schema_editor.connection.alias)
    ensure_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_pending_bumps"),
        ("articles", "0008_front_pages_and_archive"),
        ("media_library", "0007_photos_of_the_day"),
    ]
    operations = [migrations.RunPython(bring_roles_up_to_date, migrations.RunPython.noop)]
