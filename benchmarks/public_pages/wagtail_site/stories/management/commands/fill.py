"""Writes the newest stories of a benchmark into this site, as published pages: `manage.py fill 50000`."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Sequence
from io import BytesIO

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import connection
from home.models import HomePage
from PIL import Image as Picture
from taggit.models import Tag
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from benchmarks.stories import words
from benchmarks.stories.bulk_writing import continue_numbers_of, copy_rows, copy_values
from benchmarks.stories.writing import MOST, MadeStory, all_authors, all_tags, write_story
from stories.models import Author, SectionPage, StoryPage, StoryTag

_IMAGES = 20
_FIRST_PAGE = 100  # the id of the first story's page


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int)

    def handle(self, *args: object, count: int, **options: object) -> None:
        home = HomePage.objects.get()
        sections = [
            home.add_child(instance=SectionPage(title=name, slug=slug, intro="")) for slug, name, _en in words.SECTIONS
        ]
        images = [_make_image(number) for number in range(_IMAGES)]
        copy_rows(Author(pk=author.number, name=author.bg) for author in all_authors())
        copy_rows(Tag(pk=tag.number, name=tag.bg, slug=tag.slug) for tag in all_tags())
        stories = [write_story(number) for number in range(MOST - count + 1, MOST + 1)]
        self._fill_pages(stories, sections)
        copy_values(
            StoryPage,
            ["page_ptr_id", "date", "intro", "body", "main_image_id"],
            (
                (page_id(each), each.published_at, each.lead, each.body, each.photo and images[each.number % _IMAGES])
                for each in stories
            ),
        )
        copy_values(
            StoryPage.authors.through,
            ["storypage_id", "author_id"],
            ((page_id(each), author.number) for each in stories for author in each.authors),
        )
        copy_values(
            StoryTag,
            ["content_object_id", "tag_id"],
            ((page_id(each), tag.number) for each in stories for tag in each.tags),
        )
        continue_numbers_of(Page, Author, Tag)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _fill_pages(self, stories: Sequence[MadeStory], sections: Sequence[SectionPage]) -> None:
        kind, locale = ContentType.objects.get_for_model(StoryPage), Locale.get_default()
        for section_number, section in enumerate(sections, 1):
            filed = [story for story in stories if story.section == section_number]
            copy_rows(
                Page(
                    pk=page_id(story),
                    # The tree's own steps, as `add_child` writes them.
                    path=SectionPage._get_path(section.path, section.depth + 1, place),  # noqa: SLF001
                    depth=section.depth + 1,
                    title=story.headline,
                    draft_title=story.headline,
                    slug=f"story-{story.number}",
                    url_path=f"{section.url_path}story-{story.number}/",
                    content_type=kind,
                    locale=locale,
                    live=True,
                    first_published_at=story.published_at,
                    last_published_at=story.published_at + dt.timedelta(minutes=45),
                )
                for place, story in enumerate(filed, 1)
            )
            Page.objects.filter(pk=section.pk).update(numchild=len(filed))


def page_id(story: MadeStory) -> int:
    return _FIRST_PAGE + story.number


def _make_image(number: int) -> int:
    file = BytesIO()
    Picture.new("RGB", (1200, 800), (number * 12, 128, 128)).save(file, "JPEG")
    image = Image(title=f"Photo {number}", file=ContentFile(file.getvalue(), f"photo-{number}.jpg"))
    image.save()
    return image.pk
