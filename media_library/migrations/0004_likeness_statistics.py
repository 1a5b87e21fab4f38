"""How PostgreSQL is to weigh the index of near duplicates.

A band has 262,144 values. From the usual sample the planner takes each for far more frequent than it is, and reads the
whole table from about a million photos on; from ten times the sample it knows better (measured: 660 ms and 5 ms).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("media_library", "0003_known_parties")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE media_library_photo ALTER COLUMN likeness_bands SET STATISTICS 1000",
            "ALTER TABLE media_library_photo ALTER COLUMN likeness_bands SET STATISTICS -1",
        )
    ]
