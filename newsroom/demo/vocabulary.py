"""Sections, authors, tags, and the table that files wire copy."""

from articles.models import Author, WireSubject
from media_library.models import Section, Tag
from newsroom.demo.content_files import read_tables

# IPTC Media Topics (CC BY 4.0), top level, and where this newsroom files them.
_SECTION_OF_TOPIC = {
    "medtop:01000000": "culture",
    "medtop:04000000": "economy",
    "medtop:11000000": "world",
    "medtop:13000000": "science",
    "medtop:15000000": "sport",
    "medtop:16000000": "world",
}


def create_vocabulary() -> None:
    """Create what stories are filed under."""
    for row in read_tables("sections.toml", "section"):
        Section.objects.create(**row)
    author_fields = ("slug", "name_bg", "name_en", "role_bg", "role_en")
    for row in read_tables("authors.toml", "author"):
        Author.objects.create(**{name: row[name] for name in author_fields})
    for row in read_tables("tags.toml", "tag"):
        Tag.objects.create(**row)
    for code, slug in _SECTION_OF_TOPIC.items():
        WireSubject.objects.create(code=code, section=Section.objects.get(slug=slug))
