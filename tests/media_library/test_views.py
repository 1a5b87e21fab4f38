import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from media_library.domain import library, photo_use
from media_library.domain.photo_use import PublicUse, public_uses, register_use
from media_library.models import Photo, Restriction
from tests.articles.pages import source_of, visible_text, words
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_section, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def bulgarian():
    """A photo's own address is in the active language, which the test before may have left behind."""
    with override("bg"):
        yield


def tiles_of(response):
    return re.findall(r'class="tile-link" href="([^"]+)"', source_of(response))


def make_row(count, **fields):
    """Photos that arrived one hour after another, the oldest first."""
    start = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)
    return [make_photo(arrived_at=start + number * HOUR, **fields) for number in range(count)]


# --- The library ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["bg", "en"])
def test_library_shows_public_photos_in_both_languages(client, language):
    photo = make_photo(caption_en="Two men.")
    page = client.get(f"/{language}/photos/")
    assert page.status_code == 200
    assert tiles_of(page) == [f"/{language}/photos/{photo.pk}-{photo.slug}/"]
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Photo.State.HELD},
        {"state": Photo.State.KILLED, "kill_note_bg": "Съдебно решение.", "kill_note_en": "Court order."},
        {"processing": Photo.Processing.WAITING},
        {"embargo_until": timezone.now() + dt.timedelta(days=1)},
        {"expires_at": timezone.now() - dt.timedelta(days=1)},
    ],
)
def test_what_readers_may_not_see_is_not_in_the_library_and_has_no_page(client, fields):
    photo = make_photo(indexed=True, **fields)
    assert tiles_of(client.get("/bg/photos/")) == []
    assert tiles_of(client.get(f"/bg/photos/?q={photo.pk}")) == []
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_photo_is_there_once_its_embargo_is_over(client):
    photo = make_photo(embargo_until=timezone.now() - HOUR, expires_at=timezone.now() + HOUR)
    assert len(tiles_of(client.get("/bg/photos/"))) == 1
    assert client.get(photo.get_absolute_url()).status_code == 200


def test_tile_tells_caption_credit_day_and_terms(client):
    supplier = make_supplier(licence=make_licence(uses=["publish", "sell"]))
    make_photo(headline="Буря край Шабла", supplier=supplier, credit_line_bg="Иван Петров/НИА")
    text = visible_text(client.get("/bg/photos/"))
    assert "Буря край Шабла" in text
    assert words("Photo: %(credit)s") % {"credit": "Иван Петров/НИА"} in text
    assert f"03.09.2025 · {words('for editorial use')}" in text


def test_english_page_shows_an_english_caption_or_says_that_it_is_bulgarian(client):
    make_photo(headline="Буря", caption_bg="Вълни.", caption_en="Waves.", arrived_at=timezone.now())
    make_photo(headline="Сняг", caption_bg="Преспи.", arrived_at=timezone.now() - HOUR)
    titles = re.findall(r'<span class="tile-title"([^>]*)>([^<]*)<', client.get("/en/photos/").text)
    assert titles == [("", "Waves."), (' lang="bg"', "Преспи.")]


def test_photo_without_words_is_called_by_its_number(client):
    photo = make_photo(headline="", caption_bg="")
    name = words("Photo %(number)s") % {"number": photo.pk}
    assert f'<span class="tile-title">{name}</span>' in client.get("/bg/photos/").text
    assert f"<h1>{name}</h1>" in client.get(photo.get_absolute_url()).text


def test_only_watermarked_or_small_files_are_shown(client):
    photo = make_photo(presets=("thumb", "preview", "web-1280", "download-web"))
    for address in ("/bg/photos/", photo.get_absolute_url()):
        shown = set(re.findall(r"/media/photos/\d+/\d+/([a-z0-9]+)-", client.get(address).text))
        assert shown
        assert shown <= {"thumb", "preview"}


def test_public_pages_set_no_cookie_and_carry_no_token(client):
    photo = make_photo()
    for address in ("/bg/photos/?q=снимка", photo.get_absolute_url()):
        page = client.get(address)
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")
        assert "csrf" not in page.text


@pytest.mark.parametrize("query", ["", "?q=снимка", "?sort=oldest"])
def test_one_photo_takes_as_many_queries_as_thirty(client, query, django_assert_num_queries):
    supplier = make_supplier(licence=make_licence())

    def add(count):
        for _ in range(count):
            make_photo(indexed=True, supplier=supplier, section=make_section(), tags=[make_tag(f"Етикет {_}{count}")])

    add(1)
    client.get(f"/bg/photos/{query}")
    with django_assert_num_queries(10):
        client.get(f"/bg/photos/{query}")
    add(29)
    with django_assert_num_queries(10):
        client.get(f"/bg/photos/{query}")


def test_words_find_and_best_match_stands_first(client):
    second = make_photo(indexed=True, caption_bg="Путин в Пекин.")
    first = make_photo(indexed=True, headline="Путин", persons=["Владимир Путин"], arrived_at=timezone.now() - HOUR)
    make_photo(indexed=True)
    assert tiles_of(client.get("/bg/photos/?q=putin")) == [first.get_absolute_url(), second.get_absolute_url()]
    newest = tiles_of(client.get("/bg/photos/?q=putin&sort=newest"))
    assert newest == [second.get_absolute_url(), first.get_absolute_url()]


def test_empty_fields_of_the_form_leave_the_address(client):
    response = client.get("/bg/photos/?q=&tag=&supplier=&person=putin&sort=")
    assert (response.status_code, response.headers["Location"]) == (302, "/bg/photos/?person=putin")
    assert client.get("/bg/photos/?q=+").headers["Location"] == "/bg/photos/"


def test_wrong_filter_is_told_and_the_page_still_comes(client):
    photo = make_photo()
    page = client.get("/bg/photos/?taken_from=%00&supplier=zz&tag=none")
    assert page.status_code == 200
    assert tiles_of(page) == [photo.get_absolute_url()]
    assert words("There is no tag “%(value)s”.") % {"value": "none"} in page.text
    assert "<details" in page.text
    assert re.search(r"<details[^>]* open", source_of(page))


def test_chip_leads_to_the_page_without_it(client):
    make_photo(indexed=True, persons=["Владимир Путин"])
    page = source_of(client.get("/bg/photos/?q=putin&person=putin"))
    assert 'class="chip" href="/bg/photos/?person=putin"' in page
    assert 'class="chip" href="/bg/photos/?q=putin"' in page


def test_filtered_page_is_not_for_search_engines_and_keeps_its_filters_in_the_other_language(client):
    make_photo()
    page = source_of(client.get("/bg/photos/?orientation=landscape"))
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/en/photos/?orientation=landscape"' in page
    plain = source_of(client.get("/bg/photos/"))
    assert "noindex" not in plain
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/en/photos/">' in plain


def test_empty_library_and_empty_search_say_how_to_go_on(client):
    beginning = words("There are no photos here yet. The first will stand here as soon as a photo editor releases it.")
    assert beginning in client.get("/bg/photos/").text
    assert f'<a href="/bg/photos/">{words("All photos")}</a>' in source_of(client.get("/bg/photos/?q=x"))


# --- Pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_every_photo_is_on_exactly_one_page_to_the_end_and_back(client, monkeypatch, sort):
    monkeypatch.setattr(library, "PAGE_SIZE", 2)
    photos = make_row(25)
    addresses = [photo.get_absolute_url() for photo in photos]
    expected = addresses if sort == "oldest" else addresses[::-1]
    address, seen, pages = f"/bg/photos/?sort={sort}", [], []
    while address:
        pages.append(address)
        page = client.get(address)
        seen.append(tiles_of(page))
        following = re.search(r'rel="next" href="([^"]+)"', source_of(page))
        address = following and following[1].replace("&amp;", "&")
    assert [tile for tiles in seen for tile in tiles] == expected
    back = []
    for address in pages[:0:-1]:
        previous = re.search(r'rel="prev" href="([^"]+)"', source_of(client.get(address)))[1].replace("&amp;", "&")
        back.append(tiles_of(client.get(previous)))
    assert back[-1] == seen[0]
    assert back[0] == seen[-2]


def test_best_matches_have_numbered_pages_that_keep_the_search(client, monkeypatch):
    monkeypatch.setattr(library, "PAGE_SIZE", 2)
    make_row(5, headline="Буря", indexed=True)
    page = source_of(client.get("/bg/photos/?q=буря&page=2"))
    assert len(tiles_of(client.get("/bg/photos/?q=буря&page=3"))) == 1
    assert 'rel="prev" href="/bg/photos/?q=%D0%B1%D1%83%D1%80%D1%8F"' in page
    assert 'rel="next" href="/bg/photos/?q=%D0%B1%D1%83%D1%80%D1%8F&amp;page=3"' in page


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=2", "page=x", "page=%00", f"page={10**30}", "before=x", "before=%00", "before=AAAA",
        "page=1&before=MQ", "sort=oldest&page=2", "sort=oldest&after=x", "sort=oldest&page=1&after=MQ",
        "q=снимка&page=11", "q=снимка&page=2", "q=снимка&before=MQ",
    ],
)  # fmt: skip
def test_page_that_does_not_exist_is_404(client, query):
    make_photo(indexed=True)
    client.raise_request_exception = False
    assert client.get(f"/bg/photos/?{query}").status_code == 404


def test_count_stops_where_counting_gets_dear(client, monkeypatch):
    monkeypatch.setattr(library, "COUNTED_TO", 2)
    make_row(3)
    assert words("more than %(count)s photos") % {"count": 2} in visible_text(client.get("/bg/photos/"))


# --- One photo --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["/bg/photos/{pk}-x/", "/bg/photos/{pk}/", "/en/photos/{pk}-x/"])
def test_wrong_address_leads_to_the_right_one(client, wrong):
    photo = make_photo()
    response = client.get(wrong.format(pk=photo.pk))
    language = wrong[1:3]
    expected = photo.get_absolute_url().replace("/bg/", f"/{language}/")
    assert (response.status_code, response.headers["Location"]) == (301, expected)


@pytest.mark.parametrize("path", ["0-x", "01-x", "-1-x", "x", f"{10**30}-x", "1-x%00", "٣-x", "%FF"])
def test_what_does_not_exist_is_404(client, path):
    client.raise_request_exception = False
    assert client.get(f"/bg/photos/{path}/").status_code == 404


def test_killed_photo_answers_410_with_its_notice_and_nothing_else(client):
    photo = make_photo(
        headline="Тайната снимка",
        caption_bg="Скритият надпис.",
        state=Photo.State.KILLED,
        kill_note_bg="Снимката е оттеглена по решение на съда.",
        kill_note_en="The photo was withdrawn by order of the court.",
        released_at=timezone.now() - HOUR,
        presets=(),
    )
    for slug in (f"-{photo.slug}", "-x", ""):
        page = client.get(f"/bg/photos/{photo.pk}{slug}/")
        assert page.status_code == 410
        assert "Снимката е оттеглена по решение на съда." in page.text
        assert str(photo.pk) in visible_text(page)
        for secret in ("Тайната", "taynata", "Скритият", "Иван Петров", "/media/"):
            assert secret not in page.text
    assert "withdrawn by order of the court" in client.get(f"/en/photos/{photo.pk}/").text


def test_page_tells_the_facts_with_links_to_searches(client):
    licence = make_licence("editorial", name_bg="Редакционна", terms_bg="За новини.")
    photo = make_photo(
        supplier=make_supplier("ap", name_bg="Асошиейтед прес", licence=licence),
        section=make_section("world"),
        persons=["Владимир Путин"],
        places=["Пекин"],
        event="Среща на върха",
        shown={"keywords": ["дипломация"], "gps": {"lat": 39.90469, "lon": 116.40717}},
    )
    page = client.get(photo.get_absolute_url())
    text, source = visible_text(page), source_of(page)
    for part in (
        "03.09.2025 09:32",
        "Асошиейтед прес",
        "Редакционна",
        "За новини.",
        "JPEG, 6000 × 4000 px",
        str(photo.pk),
    ):
        assert part in text
    for query in (
        "?supplier=ap",
        "?section=world",
        "?licence=editorial",
        "?person=%D0%92",
        "?place=%D0%9F",
        "?photographer=",
    ):
        assert f'href="/bg/photos/{query}' in source
    assert words("Photo: %(credit)s") % {"credit": "Иван Петров"} in text
    assert "39.9" not in page.text
    assert "116.4" not in page.text


def test_restrictions_are_told_in_words_but_not_the_sources_own(client):
    photo = make_photo(supplier=make_supplier(licence=make_licence()), shown={"instructions": "NO SALES JAPAN OUT"})
    Restriction.objects.create(photo=photo, kind="no_social", words="NO SOCIAL!")
    Restriction.objects.create(photo=photo, kind="territory", territories_out=["JP"], words="JAPAN OUT")
    text = visible_text(client.get(photo.get_absolute_url()))
    assert words("The photo may not be used in social media.") in text
    assert words("Not for use in: %(countries)s.") % {"countries": "Япония"} in text
    assert "JAPAN OUT" not in text


@pytest.mark.parametrize(
    ("fields", "rules", "word"),
    [
        ({"uses": ["sell", "promote"]}, [], "for any use"),
        ({"uses": ["sell", "promote"]}, ["editorial_only"], "for editorial use"),
        ({"uses": ["sell"]}, ["one_time_use"], "on special terms"),
        ({"uses": ["sell"]}, ["no_sales"], "not for sale"),
        ({"uses": []}, [], "not for sale"),
    ],
)
def test_verdict_is_a_word(client, fields, rules, word):
    shown = {"model_release": "MR-UMR", "property_release": "PR-UPR"}
    photo = make_photo(licence=make_licence(**fields), shown=shown)
    for kind in rules:
        Restriction.objects.create(photo=photo, kind=kind, effect="acknowledge" if kind == "one_time_use" else "deny")
    assert f'<p class="photo-terms">{words(word)}</p>' in source_of(client.get(photo.get_absolute_url()))


def test_picture_made_with_ai_says_so(client):
    photo = make_photo(ai_made=True)
    for address in ("/bg/photos/", photo.get_absolute_url()):
        assert words("made with AI") in visible_text(client.get(address))


def test_words_in_the_other_language_are_marked(client):
    photo = make_photo(headline="Буря", caption_bg="Вълни.", caption_en="")
    page = source_of(client.get(photo.get_absolute_url().replace("/bg/", "/en/")))
    assert '<h1 lang="bg">Буря</h1>' in page
    assert '<p lang="bg">Вълни.</p>' in page


@pytest.mark.parametrize(
    ("shared", "heading"),
    [
        ({"event": "Среща на върха"}, "From the same event"),
        ({"persons": ["Владимир Путин"]}, "With the same persons"),
    ],
)
def test_related_photos_are_of_the_same_event_then_of_the_same_persons(client, shared, heading):
    section = make_section()
    photo, related = make_photo(section=section, **shared), make_photo(section=section, **shared)
    make_photo(section=section)
    make_photo(state=Photo.State.HELD, **shared)
    page = client.get(photo.get_absolute_url())
    assert tiles_of(page) == [related.get_absolute_url()]
    assert words(heading) in page.text


def test_page_lists_the_stories_that_use_the_photo(client, monkeypatch):
    monkeypatch.setattr(photo_use, "_finders", [])
    photo, at = make_photo(), dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC)

    def find(used, language):
        return [PublicUse(f"Новина {n}", f"/{language}/n/{n}/", at + n * HOUR, "en") for n in range(2) if used == photo]

    register_use(find)
    register_use(find)
    assert [use.title for use in public_uses(photo, "bg")] == ["Новина 1", "Новина 0"]
    page = source_of(client.get(photo.get_absolute_url()))
    assert '<a href="/bg/n/1/" lang="en" hreflang="en">Новина 1</a>' in page


def test_photo_page_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    section = make_section()
    for number in range(9):
        photo = make_photo(section=section, event="Среща", tags=[make_tag(f"Етикет {number}")])
    client.get(photo.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(photo.get_absolute_url())


def test_pages_answer_only_reading(client):
    photo = make_photo()
    for address in ("/bg/photos/", photo.get_absolute_url()):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
