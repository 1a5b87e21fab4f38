import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("subscriptions", "0004_final_decisions"),
    ]

    operations = [
        # Without a default: nothing has been handed out before this.
        migrations.AddField(
            model_name="download",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="downloads",
                to="subscriptions.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="download",
            index=models.Index(fields=["customer", "-at", "-id"], name="download_of_customer"),
        ),
    ]
