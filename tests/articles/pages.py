"""How tests read a public page, and the stories that they read about."""

import datetime as dt
import re

from django.utils.translation import gettext, override

from articles.domain.acts import Act
from articles.models import PublicStory
from tests.factories.stories import make_draft, publish, publish_change

FIRST = dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC)  # 09:32 in Sofia.
SECOND = dt.datetime(2025, 9, 3, 8, 33, tzinfo=dt.UTC)
LIST_PATHS = ["", "news/", "news/world/", "tags/china/", "authors/stanoev/", "today/"]


def words(msgid, language="bg"):
    with override(language):
        return gettext(msgid)


def visible_text(response):
    """What the page says, without its markup, and with single spaces."""
    text = re.sub(r"<[^>]+>", " ", response.text.split("<main", 1)[1].split("</main>")[0])
    return re.sub(r"\s+", " ", text).replace(" ,", ",")


def source_of(response):
    """The page's markup with single spaces, however its template is laid out."""
    return re.sub(r"\s+", " ", response.text)


def story_of(article):
    return PublicStory.objects.get(pk=article.pk)


def make_updated_story(act=Act.UPDATE, **fields):
    article = make_draft(**fields)
    publish(article, at=FIRST)
    publish_change(article, act, note="Поправена е цифрата.", at=SECOND)
    return story_of(article)
