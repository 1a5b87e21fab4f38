"""Photos on public pages: the files, the words, the notice of a withdrawn one, and what all of it costs."""

import datetime as dt

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.domain.comparing import read_diff
from articles.models import Article, ArticlePhoto
from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from tests.articles.pages import story_of, visible_text, words
from tests.articles.photos import forbid, make_usable_photo, put
from tests.factories.photos import make_rendition
from tests.factories.stories import make_draft, publish, publish_change

pytestmark = pytest.mark.django_db

CREDIT = words("Photo: %(credit)s") % {"credit": "Иван Петров"}


def publish_with(*placed: tuple[Photo, str], **fields: object) -> Article:
    article = make_draft(body="<p>Първи абзац.</p>", **fields)
    for photo, place in placed:
        put(article, photo, place)
    publish(article)
    return article


def page_of(client: Client, article: Article, suffix: str = "") -> lxml.html.HtmlElement:
    response = client.get(story_of(article).get_absolute_url() + suffix)
    assert response.status_code == 200
    return lxml.html.fromstring(response.text)


def test_story_shows_each_photo_at_its_place_with_caption_and_credit(client: Client) -> None:
    lead, body, more = (make_usable_photo(caption_bg=f"Надпис {word}.") for word in ("водещ", "в текста", "отдолу"))
    article = publish_with((lead, "lead"), (body, "body"), (more, "supplement"))

    page = page_of(client, article)

    (in_text,) = page.xpath("//div[@class='story-text']/figure")
    assert [in_text.getprevious().text_content(), in_text.xpath(".//figcaption")[0].text_content().split()] == [
        "Първи абзац.", ["Надпис", "в", "текста.", *CREDIT.split()],
    ]  # fmt: skip
    assert len(page.xpath("//header[@class='story-head']/following-sibling::figure")) == 1
    assert "Надпис отдолу." in page.xpath("//section[@class='supplement']")[0].text_content()


def test_picture_names_every_file_and_its_size(client: Client) -> None:
    photo = make_usable_photo(width=6000, height=4000)
    page = page_of(client, publish_with((photo, "lead")))

    (image,) = page.xpath("//figure[contains(@class, 'photo-lead')]//img[contains(@class, 'photo-image')]")
    (source,) = page.xpath("//figure//source")
    widths = [entry.split()[1] for entry in image.get("srcset").split(", ")]
    assert widths == ["640w", "1280w", "1920w"]
    assert source.get("type") == "image/webp"
    assert [entry.split()[0].rsplit(".")[-1] for entry in source.get("srcset").split(", ")] == ["webp"] * 3
    assert (image.get("width"), image.get("height")) == ("1920", "1280")
    assert "web-1280" in image.get("src")
    assert image.get("sizes")
    assert image.get("decoding") == "async"
    assert image.get("alt") == photo.caption_bg


def test_lead_photo_is_fetched_first_and_the_others_when_they_come_into_sight(client: Client) -> None:
    article = publish_with(*((make_usable_photo(), place) for place in ("lead", "body", "supplement")))

    images = page_of(client, article).xpath("//img[contains(@class, 'photo-image')]")

    assert [(image.get("loading"), image.get("fetchpriority")) for image in images] == [
        (None, "high"), ("lazy", None), ("lazy", None),
    ]  # fmt: skip


def test_placeholder_stands_behind_the_picture_without_a_style(client: Client) -> None:
    page = page_of(client, publish_with((make_usable_photo(placeholder="data:image/webp;base64,AA=="), "lead")))

    assert page.xpath("//img[@class='photo-placeholder']/@src") == ["data:image/webp;base64,AA=="]
    assert not page.xpath("//*[@style]")


def test_crop_shows_its_own_files_and_nothing_of_the_whole_until_they_are_made(client: Client) -> None:
    """What an editor has cut away must not be public for the seconds that a worker needs."""
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo, crop="0,0,500,1000")
    publish(article)
    assert not page_of(client, article).xpath("//figure//img")

    cropped = make_rendition(photo, "web-640", crop="0,0,500,1000")

    assert page_of(client, article).xpath("//figure//img/@src") == [cropped.url]


def test_words_of_a_version_stay_when_the_photo_is_edited(client: Client) -> None:
    photo = make_usable_photo(caption_bg="Както беше.")
    article = publish_with((photo, "lead"))
    Photo.objects.update(caption_bg="Сега е друго.", credit_line_bg="Друг")

    text = page_of(client, article).text_content()

    assert "Както беше." in text
    assert "Друг" not in text


@pytest.mark.parametrize("suffix", ["", "history/1/"])
def test_withdrawn_photo_leaves_a_notice_on_every_page_at_once(client: Client, suffix: str) -> None:
    photo = make_usable_photo(caption_bg="Лице на дете.")
    article = publish_with((photo, "lead"), (make_usable_photo(), "supplement"))
    kill_photo(photo.pk, note_bg="По решение на съда.", note_en="By order of the court.", by=None)

    page = page_of(client, article, suffix)

    assert "По решение на съда." in page.text_content()
    assert "Лице на дете." not in page.text_content()
    assert not [url for url in page.xpath("//img/@src") if f"/{photo.pk}/" in url]
    assert len(page.xpath("//figure")) == 1


def test_difference_of_versions_says_nothing_of_a_withdrawn_photo_but_the_notice(client: Client) -> None:
    photo = make_usable_photo(
        caption_bg="Лице на дете.", shown={"alt_bg": "Дете с чанта."}, credit_line_bg="Един Автор"
    )
    article = make_draft()
    publish(article)
    put(article, photo)
    put(article, photo, "body")
    publish_change(article, note="Със снимка.")
    kill_photo(photo.pk, note_bg="По решение на съда.", note_en="By order of the court.", by=None)

    text = visible_text(client.get(story_of(article).get_absolute_url() + "history/2/diff/"))

    assert "По решение на съда." in text
    for words_of_photo in ("Лице", "чанта", "Един Автор"):
        assert words_of_photo not in text


def test_words_that_are_in_the_other_language_say_so(client: Client) -> None:
    photo = make_usable_photo(caption_bg="Градът вечерта.", shown={"alt_en": "The city at dusk."})
    page = page_of(client, publish_with((photo, "lead"), language="en"))

    assert page.xpath("string(//span[@class='photo-caption']/@lang)") == "bg"
    assert not page.xpath("//picture//img/@lang")

    page = page_of(client, publish_with((photo, "lead")))
    assert not page.xpath("//span[@class='photo-caption']/@lang")
    assert page.xpath("string(//picture//img/@lang)") == "en"


def test_link_round_a_photo_without_words_has_a_name(client: Client) -> None:
    photo = make_usable_photo(caption_bg="")
    page = page_of(client, publish_with((photo, "lead")))

    assert page.xpath("string(//figure/a/@aria-label)").endswith(f" {photo.pk}")


def test_photo_made_by_ai_says_so(client: Client) -> None:
    page = page_of(client, publish_with((make_usable_photo(ai_made=True), "lead")))

    assert page.xpath("//span[@class='photo-made']")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "held"},
        {"expires_at": dt.datetime(2025, 10, 1, tzinfo=dt.UTC)},
        {"embargo_until": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_photo_without_a_page_of_its_own_is_shown_without_a_link(client: Client, fields: dict[str, object]) -> None:
    photo = make_usable_photo()
    article = publish_with((photo, "lead"))
    Photo.objects.update(**fields)
    page = page_of(client, article)

    assert len(page.xpath("//figure")) == 1
    assert not page.xpath("//figure//a")


def test_version_page_shows_the_photos_of_that_version(client: Client) -> None:
    first, second = make_usable_photo(caption_bg="Първа."), make_usable_photo(caption_bg="Втора.")
    article = publish_with((first, "lead"))
    ArticlePhoto.objects.update(photo=second)
    publish_change(article, note="Друга снимка.")

    assert "Първа." in page_of(client, article, "history/1/").text_content()
    assert "Втора." in page_of(client, article).text_content()
    assert "Първа." not in page_of(client, article).text_content()


def test_difference_of_versions_tells_of_photos(client: Client) -> None:
    first, second = make_usable_photo(caption_bg="Мост."), make_usable_photo(caption_bg="Река.")
    article = publish_with((first, "lead"), (first, "body"))
    ArticlePhoto.objects.filter(place="lead").update(photo=second, crop="0,0,500,1000")
    Article.objects.filter(pk=article.pk).update(body="<p>Първи абзац.</p>")
    publish_change(article, note="Друга снимка.")

    text = visible_text(client.get(story_of(article).get_absolute_url() + "history/2/diff/"))

    assert "Река." in text
    assert "Мост." in text
    assert f"{second.pk}" in text


def test_text_that_is_for_subscribers_keeps_its_photos_to_itself(client: Client) -> None:
    lead, body = make_usable_photo(caption_bg="Пред всички."), make_usable_photo(caption_bg="За абонати.")
    article = publish_with((lead, "lead"), (body, "body"), access="subscribers")
    publish_change(article, note="Ново.", lead="Друго начало.")

    text = page_of(client, article).text_content()
    diff = read_diff(story_of(article), number=2, now=story_of(article).version.published_at + dt.timedelta(minutes=1))

    assert "Пред всички." in text
    assert "За абонати." not in text
    assert "За абонати." not in "".join(str(change.markup) for change in diff.changes)


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_story_with_three_photos_costs_as_many_queries_as_with_one(client: Client) -> None:
    one = publish_with((make_usable_photo(), "lead"))
    three = publish_with(*((make_usable_photo(), place) for place in ("lead", "body", "supplement")))

    assert queries_of(client, story_of(one).get_absolute_url()) == queries_of(
        client, story_of(three).get_absolute_url()
    )


def test_list_with_three_photos_costs_as_many_queries_as_with_one(client: Client) -> None:
    publish_with((make_usable_photo(), "lead"))
    counts = [queries_of(client, "/bg/news/world/")]
    publish_with((make_usable_photo(), "lead"))
    publish_with((make_usable_photo(), "lead"))

    counts.append(queries_of(client, "/bg/news/world/"))

    assert counts[0] == counts[1]
    page = lxml.html.fromstring(client.get("/bg/news/world/").text)
    assert len(page.xpath("//img[contains(@class, 'row-photo')]")) == 3


def test_front_page_shows_the_photo_of_the_lead_story_round_its_focal_point(client: Client) -> None:
    article = make_draft(urgency=1)
    put(article, make_usable_photo(focal_x=0.8, focal_y=0.1))
    publish(article)

    page = lxml.html.fromstring(client.get("/bg/").text)

    (image,) = page.xpath("//figure[contains(@class, 'photo-front')]//img[contains(@class, 'photo-image')]")
    assert {"focus-x-8", "focus-y-1"} <= set(image.get("class").split())
    assert CREDIT in " ".join(page.xpath("//figure")[0].text_content().split())


def test_photo_that_may_not_be_cropped_is_shown_whole_everywhere(client: Client) -> None:
    photo = forbid(make_usable_photo(), "no_crop", "NO CROP")
    publish_with((photo, "lead"))

    for url in ("/bg/", "/bg/news/world/"):
        assert "photo-uncut" in client.get(url).text


def test_withdrawn_photo_is_gone_from_lists_and_the_front_page(client: Client) -> None:
    photo = make_usable_photo()
    publish_with((photo, "lead"))
    kill_photo(photo.pk, note_bg="Съд.", note_en="Court.", by=None)

    for url in ("/bg/", "/bg/news/world/"):
        assert "photo-front" not in client.get(url).text
        assert "row-photo" not in client.get(url).text
