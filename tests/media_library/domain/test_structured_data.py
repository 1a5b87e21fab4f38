"""What a photo's page tells machines."""

import json
import re

import pytest
from django.utils import timezone

from tests.factories.photos import make_licence, make_photo

pytestmark = pytest.mark.django_db
SITE = "https://news.example.bg"


def test_photo_says_whose_it_is_and_how_it_is_bought(client, settings):
    settings.SITE_URL = SITE
    released = timezone.datetime(2025, 9, 3, 7, 0, tzinfo=timezone.get_fixed_timezone(0))
    photo = make_photo(
        headline="Срещата", licence=make_licence(), released_at=released, shown={"copyright_notice": "© НИА"}
    )
    page = client.get(photo.get_absolute_url()).text
    image, trail = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    url = SITE + photo.get_absolute_url()
    assert image == {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "url": url,
        "contentUrl": SITE + photo.renditions.get(preset="preview").url,
        "width": 1024,
        "height": 683,
        "name": "Срещата",
        "caption": photo.caption_bg,
        "inLanguage": "bg",
        "creditText": "Иван Петров",
        "creator": [{"@type": "Person", "name": "Иван Петров"}],
        "copyrightNotice": "© НИА",
        "license": f"{url}#terms-heading",
        "acquireLicensePage": url,
        "dateCreated": "2025-09-03T09:32:00+03:00",
        "datePublished": "2025-09-03T10:00:00+03:00",
        "representativeOfPage": True,
    }
    assert [step["item"] for step in trail["itemListElement"]] == [f"{SITE}/bg/", f"{SITE}/bg/photos/", url]
    assert 'id="terms-heading"' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
