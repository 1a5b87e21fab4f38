"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from articles.models import ActRecord, Version
from tests.factories.stories import make_story, publish_change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_version SET headline = 'друго'",
        "UPDATE articles_version SET public_note = 'x' WHERE number = 1",
        "DELETE FROM articles_version",
        "UPDATE articles_actrecord SET comment = 'x'",
    ],
)
def test_kept_rows_refuse_to_change(statement):
    make_story()
    with (
        pytest.raises(ProgrammingError, match=r"Cannot (update|delete)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Version.objects.get().headline == "Започна срещата на върха в Пекин"
    assert ActRecord.objects.filter(comment="x").count() == 0


def _copy_of(version: Version, **changes) -> Version:
    fields = {field.attname: getattr(version, field.attname) for field in Version._meta.concrete_fields}
    return Version(**(fields | {"id": None} | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 3},
        {"number": 2, "previous_hash": ""},
        {"number": 2, "previous_hash": "0" * 64},
        {"number": 1, "previous_hash": "0" * 64},
    ],
)
def test_version_that_does_not_continue_the_chain_is_refused(changes):
    version = make_story().version
    with pytest.raises(IntegrityError, match="chain"), transaction.atomic():
        _copy_of(version, kind="update", **changes).save()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("version_note_where_due", {"kind": "correction", "public_note": " "}),
        ("version_note_where_due", {"kind": "kill", "public_note": ""}),
        ("version_in_site_language", {"language": "de"}),
        ("version_kind_fits_number", {"kind": "original"}),
        ("version_hash_is_sha256", {"content_hash": "abc"}),
    ],
)
def test_version_that_breaks_a_rule_is_refused(constraint, changes):
    version = make_story().version
    chained = {"number": 2, "previous_hash": version.content_hash, "kind": "update"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _copy_of(version, **(chained | changes)).save()


def test_number_is_taken_once():
    story = make_story()
    second = publish_change(story.article, lead="Ново.")
    with pytest.raises(IntegrityError, match="version_number_once"), transaction.atomic():
        _copy_of(second).save()
