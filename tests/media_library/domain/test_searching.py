import pytest
from django.core.management import call_command

from media_library.domain.searching import CREATOR, PERSON, PLACE, index_photo, photos_naming, search_photos
from media_library.models import Photo
from tests.factories.photos import make_photo, make_supplier
from tests.factories.stories import make_tag

pytestmark = pytest.mark.django_db


def found(words, **options):
    return set(search_photos(Photo.objects.all(), words, **options).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("headline", "Срещата на върха", "среща"),
        ("caption_bg", "Президентите пристигат.", "президент"),
        ("caption_en", "Presidents arrive.", "president"),
        ("persons", ["Владимир Путин"], "putin"),
        ("places", ["Пекин", "Китай"], "китай"),
        ("event", "Среща на ШОС", "шос"),
        ("creators", ["Александър Казаков"], "kazakov"),
        ("credit_line_bg", "Спутник/Кремълски пул чрез АП", "спутник"),
        ("credit_line_en", "Sputnik via AP", "sputnik"),
    ],
)
def test_photo_is_found_by_what_its_columns_say(field, value, words):
    photo = make_photo(indexed=True, **{field: value})
    make_photo(indexed=True)
    assert found(words) == {photo.pk}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("keywords", ["дипломация"], "дипломация"),
        ("organisations", ["НАТО"], "nato"),
        ("alt_bg", "Двама мъже се ръкуват", "ръкуват"),
        ("description_en", "Two men shake hands", "hands"),
        ("job_id", "POL-2025-17", "pol-2025-17"),
        ("supplier_image_id", "XSP101", "xsp101"),
    ],
)
def test_photo_is_found_by_the_rest_of_its_metadata(field, value, words):
    photo = make_photo(indexed=True, shown={field: value})
    make_photo(indexed=True)
    assert found(words) == {photo.pk}


def test_photo_is_found_by_its_tags_and_its_supplier_in_both_languages():
    supplier = make_supplier(name_bg="Асошиейтед прес", name_en="Associated Press")
    photo = make_photo(indexed=True, tags=[make_tag("Търговия", "Trade")], supplier=supplier)
    for words in ("търговия", "trade", "асошиейтед", "associated press"):
        assert found(words) == {photo.pk}


def test_bare_number_finds_the_photo_of_that_number_first():
    photo = make_photo()
    other = make_photo(headline=f"Влак {photo.pk}", indexed=True)
    ranked = search_photos(Photo.objects.all(), f" № {photo.pk} ").order_by("-rank")
    assert [row.pk for row in ranked] == [photo.pk, other.pk]


def test_number_beyond_the_database_finds_nothing():
    assert found("9" * 18) == set()
    assert found("9" * 500) == set()


def test_headline_weighs_more_than_caption():
    in_caption = make_photo(indexed=True, caption_bg="Буря в морето.")
    in_headline = make_photo(indexed=True, headline="Буря")
    ranked = search_photos(Photo.objects.all(), "буря").order_by("-rank")
    assert [row.pk for row in ranked] == [in_headline.pk, in_caption.pk]


def test_nothing_asked_for_finds_all_and_mere_signs_nothing():
    photo = make_photo()
    assert found("  ") == {photo.pk}
    assert found("?!") == set()


def test_name_is_looked_for_in_its_own_field():
    photo = make_photo(indexed=True, creators=["Варна Иванова"], persons=["Бургас Петров"], places=["Пловдив"])
    photos = Photo.objects.all()
    assert list(photos_naming(photos, "varna ivanova", field=CREATOR)) == [photo]
    assert list(photos_naming(photos, "бургас", field=PERSON)) == [photo]
    assert list(photos_naming(photos, "plovdiv", field=PLACE)) == [photo]
    assert not photos_naming(photos, "варна", field=PLACE)
    assert not photos_naming(photos, "!", field=PLACE)


def test_index_photo_takes_few_queries(django_assert_max_num_queries):
    photo = Photo.objects.get(pk=make_photo(tags=[make_tag()], supplier=make_supplier()).pk)
    with django_assert_max_num_queries(4):
        index_photo(photo)


def test_index_photos_command_indexes_all_and_says_how_many(capsys):
    photos = [make_photo(headline="Буря") for _ in range(3)]
    assert found("буря") == set()
    call_command("index_photos")
    assert found("буря") == {photo.pk for photo in photos}
    assert capsys.readouterr().out.splitlines() == ["3 of 3 photos", "Indexed 3 photos."]
