"""`manage.py verify_versions`: prove that no published version was changed."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.domain.hash_chain import stories_without_their_version, verify_chain
from articles.models import Version


class Command(BaseCommand):
    help = "Check the chain of hashes of every published version. Exits non-zero if one does not hold."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        versions = Version.objects.order_by("article_id", "number").iterator(chunk_size=500)
        checked = 0

        def counted() -> Iterator[Version]:
            nonlocal checked
            for version in versions:
                checked += 1
                yield version

        broken = 0
        for link in verify_chain(counted()):
            broken += 1
            self.stdout.write(f"story {link.version.article_id}, version {link.version.number}: {link.reason}")
        for article in stories_without_their_version():
            broken += 1
            self.stdout.write(f"story {article.pk}: its last version is missing, or is not what readers see")
        noun = "version" if checked == 1 else "versions"
        self.stdout.write(f"Checked {checked} {noun}: {broken} found wrong.")
        if broken:
            raise CommandError("The chain does not hold.")
