"""How many stories the archive has of each day."""

import pgtrigger
from django.conf import settings
from django.db import models

# What a statement has taken away and brought, day by day of the newsroom's calendar; one row's change is its own.
_COUNTED = """
    INSERT INTO articles_archiveday (language, day, stories)
    SELECT language, day, sum(change) FROM ({changes}) AS changed GROUP BY language, day HAVING sum(change) <> 0
    ORDER BY language, day
    ON CONFLICT (language, day) DO UPDATE SET stories = articles_archiveday.stories + EXCLUDED.stories;
    RETURN NULL;
"""
_ROWS = """
    SELECT language, (public_since AT TIME ZONE '{zone}')::date AS day, {change} AS change FROM {rows} WHERE NOT killed
"""


def _count(**changes: str) -> str:
    parts = [_ROWS.format(zone=settings.TIME_ZONE, rows=rows, change=change) for rows, change in changes.items()]
    return _COUNTED.format(changes=" UNION ALL ".join(parts))


class ArchiveDay(models.Model):
    """How many stories of a language became public on a day of the newsroom's calendar, withdrawn ones not counted.

    Triggers on the table of public stories keep the count, whoever writes there. Stories that an embargo holds back
    until later are counted on their day already, so only days that are over are read from here.
    """

    pk = models.CompositePrimaryKey("language", "day")
    language = models.CharField(max_length=3)
    day = models.DateField()
    stories = models.IntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.language} {self.day}: {self.stories}"


# Stand on the table of public stories. A statement that moves a million rows counts once.
ARCHIVE_TRIGGERS = [
    pgtrigger.Trigger(
        name=f"archive_counts_{operation}".lower(),
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**{rows[:3]: rows for rows in changes}),
        func=_count(**changes),
    )
    for operation, changes in (
        (pgtrigger.Insert, {"new_stories": "1"}),
        (pgtrigger.Update, {"old_stories": "-1", "new_stories": "1"}),
        (pgtrigger.Delete, {"old_stories": "-1"}),
    )
]
