import datetime as dt
from collections import Counter

import pytest
from lxml import etree
from PIL import Image, ImageStat

from newsroom.demo.content_files import read_stories, read_tables
from newsroom.demo.pictures import SCENES, draw_scene, save_with_metadata, tell_facts

SMALL = (180, 120)
NOW = dt.datetime(2025, 9, 3, 9, 32, 10, tzinfo=dt.UTC)
PHOTOS = read_tables("photos.toml", "photo")
SUPPLIERS = {row["slug"]: row for row in read_tables("photos.toml", "supplier")}
LICENCES = {row["slug"]: row for row in read_tables("photos.toml", "licence")}
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


def _photo(key):
    return next(photo for photo in PHOTOS if photo["key"] == key)


def _facts(photo):
    return tell_facts(photo, licence=LICENCES[SUPPLIERS[photo["supplier"]]["licence"]], now=NOW)


def _saved(tmp_path, key):
    photo = _photo(key)
    path = tmp_path / f"{key}.jpg"
    save_with_metadata(draw_scene(photo["scene"], seed=photo["seed"], size=SMALL), path, _facts(photo))
    return path


@pytest.mark.parametrize("size", [SMALL, (120, 180), (240, 90), (120, 120)])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_scene_fills_its_frame_with_light_and_shade(name, size):
    picture = draw_scene(name, seed=7, size=size)
    assert picture.mode == "RGB"
    assert picture.size == size
    assert ImageStat.Stat(picture.convert("L")).stddev[0] > 12


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_same_seed_draws_the_same_picture(name):
    drawn = draw_scene(name, seed=3, size=SMALL).tobytes()
    assert draw_scene(name, seed=3, size=SMALL).tobytes() == drawn
    assert draw_scene(name, seed=4, size=SMALL).tobytes() != drawn


def test_an_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        draw_scene("unicorn", seed=1, size=SMALL)


def test_photos_refer_to_what_exists():
    stories = {story["key"]: story for story in read_stories()}
    tags = {row["slug"] for row in read_tables("tags.toml", "tag")}
    sections = {row["slug"] for row in read_tables("sections.toml", "section")}
    for photo in PHOTOS:
        assert photo["scene"] in SCENES, photo["key"]
        assert photo["supplier"] in SUPPLIERS, photo["key"]
        assert photo["section"] in sections, photo["key"]
        assert set(photo["tags"]) <= tags, photo["key"]
        assert {use["story"] for use in photo["stories"]} <= set(stories), photo["key"]
        assert {use["place"] for use in photo["stories"]} <= {"lead", "body", "supplement"}, photo["key"]
    assert {row["licence"] for row in SUPPLIERS.values()} == set(LICENCES)


def test_keys_and_pictures_are_used_once():
    assert max(Counter(photo["key"] for photo in PHOTOS).values()) == 1
    assert max(Counter((photo["scene"], photo["seed"]) for photo in PHOTOS).values()) == 1


def test_a_story_has_one_lead_photo_and_several_have_a_strip():
    places = Counter((use["story"], use["place"]) for photo in PHOTOS for use in photo["stories"])
    assert {count for (_, place), count in places.items() if place == "lead"} == {1}
    assert sum(1 for (_, place), count in places.items() if place == "supplement" and 3 <= count <= 5) >= 4


def test_two_in_three_stories_of_the_week_have_a_lead_photo_in_each_section():
    led = {use["story"] for photo in PHOTOS for use in photo["stories"] if use["place"] == "lead"}
    week = [row for row in read_stories() if _hours(row) < 7 * 24 and row.get("state", "published") == "published"]
    for section in {story["section"] for story in week}:
        stories = {story["key"] for story in week if story["section"] == section}
        assert len(led & stories) / len(stories) > 0.6, section


def test_no_photo_is_younger_than_a_story_it_leads():
    stories = {story["key"]: story for story in read_stories()}
    for photo in PHOTOS:
        for use in photo["stories"]:
            story = stories[use["story"]]
            last = _hours(story) - sum(change["hours_later"] for change in story.get("change", []))
            assert _hours(photo) > last, (photo["key"], use["story"])


def _hours(row):
    return row.get("days_ago", 0) * 24 + row.get("hours_ago", 0)


def test_the_file_says_in_xmp_what_the_photographer_said(tmp_path):
    path = _saved(tmp_path, "reykjanes-fissure")
    photo, facts = _photo("reykjanes-fissure"), _facts(_photo("reykjanes-fissure"))
    with Image.open(path) as image:
        packet = image.info["xmp"]
        exif = image.getexif().get_ifd(0x8769)
    tree = etree.fromstring(packet)

    def said(expression):
        return tree.xpath(f"//{expression}", namespaces=NAMESPACES)

    assert said("dc:description//rdf:li[@xml:lang='bg']/text()") == [photo["caption_bg"]]
    assert said("dc:description//rdf:li[@xml:lang='en']/text()") == [photo["caption_en"]]
    assert said("dc:creator//rdf:li/text()") == ["Гудрун Стейнсен"]
    assert said("photoshop:Credit/text()") == ["Пресфото Балкан"]
    assert said("photoshop:Instructions/text()") == ["EDITORIAL USE ONLY; NO ARCHIVES AFTER 14 DAYS"]
    assert said("photoshop:DateCreated/text()") == ["2025-09-03T11:32:10+03:00"]
    assert said("Iptc4xmpCore:CountryCode/text()") == ["IS"]
    assert said("Iptc4xmpCore:AltTextAccessibility//rdf:li[@xml:lang='en']/text()") == [photo["alt_en"]]
    assert said("Iptc4xmpExt:Event//rdf:li[@xml:lang='bg']/text()") == [photo["event"]]
    assert said("xmpRights:UsageTerms//rdf:li[@xml:lang='en']/text()") == [facts.usage_terms_en]
    assert said("xmpRights:WebStatement/text()") == ["https://newsroom.example/licences/partner-photos"]
    assert (exif[0x9003], exif[0x9011]) == ("2025:09:03 11:32:10", "+03:00")


def test_words_with_markup_in_them_stay_words(tmp_path):
    photo = {**_photo("persenk-dome"), "caption_en": 'Sky & <dome> "open"'}
    path = tmp_path / "odd.jpg"
    save_with_metadata(Image.new("RGB", (60, 40)), path, _facts(photo))
    with Image.open(path) as image:
        tree = etree.fromstring(image.info["xmp"])
    captions = tree.xpath("//dc:description//rdf:li[@xml:lang='en']/text()", namespaces=NAMESPACES)
    assert captions == ['Sky & <dome> "open"']


def test_a_legacy_file_carries_windows_1251_and_does_not_say_so(tmp_path):
    path = _saved(tmp_path, "kavarna-turbines")
    photo = _photo("kavarna-turbines")
    with Image.open(path) as image:
        image.load()
        assert "xmp" not in image.info
        iim = image.info["photoshop"][0x0404]
    caption = photo["caption_bg"].encode("cp1251")
    assert b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption in iim
    assert b"\x1c\x01\x5a" not in iim


def test_a_full_size_file_stays_below_600_kb(tmp_path):
    photo = _photo("persenk-trails")
    path = tmp_path / "full.jpg"
    save_with_metadata(draw_scene(photo["scene"], seed=photo["seed"]), path, _facts(photo))
    assert path.stat().st_size < 600_000
