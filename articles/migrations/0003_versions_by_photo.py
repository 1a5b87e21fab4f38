"""In which versions a photo was shown: an index that is built while the newsroom works on."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0002_photos_of_stories")]
    operations = [
        AddIndexConcurrently(
            "version", GinIndex(fields=["photos"], opclasses=["jsonb_path_ops"], name="version_photos")
        )
    ]
