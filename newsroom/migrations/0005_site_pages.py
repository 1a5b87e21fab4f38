"""The pages about the agency, each begun with the text that comes with Newsroom, and who may write them."""

import django.db.models.deletion
from django.apps import apps as installed_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from newsroom.roles import CHIEF_EDITORS, ensure_roles

KEYS = ["privacy", "terms", "contacts", "corrections"]


def make_pages(apps, schema_editor):
    pages = apps.get_model("newsroom", "SitePage").objects.using(schema_editor.connection.alias)
    pages.bulk_create(pages.model(key=key) for key in KEYS)


def bring_roles_up_to_date(apps, schema_editor):
    # Django makes permissions only after all migrations have run; the groups need them now.
    for label in ("newsroom", "media_library", "articles", "subscriptions"):
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=schema_editor.connection.alias)
    ensure_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"), roles=[CHIEF_EDITORS])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_sales_roles")]
    operations = [
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("privacy", "Privacy"),
                            ("terms", "Terms of use"),
                            ("contacts", "Contacts"),
                            ("corrections", "How we correct errors"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="page",
                    ),
                ),
                ("text_bg", models.TextField(blank=True, verbose_name="text in Bulgarian")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "page about the agency",
                "verbose_name_plural": "pages about the agency",
                "ordering": ["key"],
                "default_permissions": ("view", "change"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(key__in=KEYS), name="site_page_is_known"),
                ],
            },
        ),
        migrations.RunPython(make_pages, migrations.RunPython.noop),
        migrations.RunPython(bring_roles_up_to_date, migrations.RunPython.noop),
    ]
