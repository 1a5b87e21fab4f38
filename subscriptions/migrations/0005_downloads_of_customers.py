import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Rows are never changed, and a trigger sees to that: for this once it is put aside.
_OF_THEIR_PURCHASE = """
    ALTER TABLE subscriptions_download DISABLE TRIGGER USER;
    UPDATE subscriptions_download download SET customer_id = purchase.customer_id
        FROM subscriptions_purchase purchase WHERE purchase.id = download.purchase_id;
    ALTER TABLE subscriptions_download ENABLE TRIGGER USER;
"""


def _field(*, null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="downloads",
        to="subscriptions.customer",
        null=null,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("subscriptions", "0004_final_decisions"),
    ]

    operations = [
        migrations.AddField(model_name="download", name="customer", field=_field(null=True)),
        migrations.RunSQL(_OF_THEIR_PURCHASE, migrations.RunSQL.noop),
        migrations.AlterField(model_name="download", name="customer", field=_field(null=False)),
        migrations.AddIndex(
            model_name="download",
            index=models.Index(fields=["customer", "-at", "-id"], name="download_of_customer"),
        ),
    ]
