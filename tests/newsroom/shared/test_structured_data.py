import json
import re

from newsroom.shared.addresses import PageAddress
from newsroom.shared.share_card import CardPicture, ShareCard, write_card
from newsroom.shared.structured_data import data_block, describe_trail

BLOCK = re.compile(r'<script type="application/ld\+json">(.*)</script>', re.DOTALL)


def test_data_block_says_the_same_whatever_stands_in_it():
    headline = '</script><script>alert("1")</script> <!-- & \u2028\u2029 „кавички“ \\'
    block = data_block({"@type": "NewsArticle", "headline": headline})
    inner = BLOCK.fullmatch(block)[1]
    assert not set("<>&\u2028\u2029") & set(inner)
    assert json.loads(inner) == {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline}


def test_several_things_stand_in_one_block():
    block = data_block({"@type": "WebSite"}, {"@type": "Organization"})
    assert [thing["@type"] for thing in json.loads(BLOCK.fullmatch(block)[1])] == ["WebSite", "Organization"]


def test_trail_begins_at_the_front_page(settings):
    settings.SITE_URL = "https://news.example.bg"
    assert describe_trail("en", ("World", "/en/news/world/")) == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "National News Agency", "item": "https://news.example.bg/en/"},
            {"@type": "ListItem", "position": 2, "name": "World", "item": "https://news.example.bg/en/news/world/"},
        ],
    }


def test_card_escapes_what_it_says_and_cuts_it(settings):
    settings.SITE_URL = "https://news.example.bg"
    address = PageAddress("/bg/x/", {"en": "/en/x/"})
    picture = CardPicture("/media/a.jpg", 1200, 675, 'Срещата "на върха"')
    card = ShareCard(address=address, language="bg", title="<b>", description="а" * 400, picture=picture)
    lines = write_card(card).split("\n")
    assert '<meta property="og:title" content="&lt;b&gt;">' in lines
    assert f'<meta property="og:description" content="{"а" * 299}…">' in lines
    assert '<meta property="og:url" content="https://news.example.bg/bg/x/">' in lines
    assert '<meta property="og:locale:alternate" content="en_GB">' in lines
    assert '<meta property="og:image" content="https://news.example.bg/media/a.jpg">' in lines
    assert '<meta property="og:image:alt" content="Срещата &quot;на върха&quot;">' in lines
    assert '<meta name="twitter:card" content="summary_large_image">' in lines


def test_card_without_a_picture_is_a_small_one():
    card = ShareCard(address=PageAddress("/bg/x/", {}), language="bg", title="Новина", description="")
    lines = write_card(card)
    assert '<meta name="twitter:card" content="summary">' in lines
    assert "og:image" not in lines
    assert "og:description" not in lines
