"""What sales may do with customers, packages and balances."""

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
        ("newsroom", "0003_photo_roles"),
        ("subscriptions", "0001_customers_packages_and_purchases"),
    ]
    operations = [migrations.RunPython(bring_roles_up_to_date, migrations.RunPython.noop)]
