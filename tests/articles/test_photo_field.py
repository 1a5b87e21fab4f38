"""The JSON list of photos that a form sends: read when it is sound, refused in words when it is anything else."""

import json
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles.domain.photos import WantedPhoto
from articles.photo_field import LONGEST_CAPTION, MOST_PHOTOS, StoryPhotosField, read_photo_ids, write_photos

GOOD = {"photo": 17, "place": "lead", "caption": "Надпис", "crop": "0,0,500,1000", "focal": [0.25, 1]}
field = StoryPhotosField(required=False)


def sent(**changes: object) -> str:
    return json.dumps([GOOD | changes])


def test_sound_list_is_read_and_written_back() -> None:
    read = field.clean(sent())

    assert read == [
        WantedPhoto(photo_id=17, place="lead", caption="Надпис", crop="0,0,500,1000", focal_x=0.25, focal_y=1.0)
    ]
    assert field.clean(write_photos(read)) == read


@pytest.mark.parametrize("nothing", ["", None, "[]"])
def test_nothing_is_no_photos(nothing: str | None) -> None:
    assert field.clean(nothing) == []


@pytest.mark.parametrize(
    "hostile",
    [
        "{", "null", "17", '"lead"', "{}", "[17]", "[[]]", "[null]", "[" * 100_000, "[" * 5_000 + "]" * 5_000,
        sent(photo="17"), sent(photo=True), sent(photo=0), sent(photo=-1), sent(photo=2**63), sent(photo=1.5),
        sent(photo=None), sent(photo=[1]), sent(place="front"), sent(place=None), sent(place=["lead"]),
        sent(place={"a": 1}), sent(caption=None), sent(caption=5), sent(caption="a\x00b"),
        '[{"photo": 17, "place": "lead", "caption": "\\ud800"}]',
        sent(crop="0,0,1001,1000"), sent(crop="500,0,500,1000"), sent(crop="0;0"), sent(crop="٠,0,500,500"),
        sent(crop=7), sent(crop="0,0,500,500\n"), sent(focal=[0.5]), sent(focal=[0.5, 2]), sent(focal=[-0.1, 0]),
        sent(focal=["a", "b"]), sent(focal="0.5,0.5"), sent(focal=[True, False]),
        '[{"photo": 17, "place": "lead", "focal": [NaN, 0.5]}]',
        '[{"photo": 17, "place": "lead", "focal": [Infinity, 0.5]}]',
        '[{"photo": ' + "9" * 5_000 + ', "place": "lead"}]',
        json.dumps([GOOD | {"photo": number, "place": "supplement"} for number in range(1, MOST_PHOTOS + 2)]),
        json.dumps([GOOD, GOOD | {"photo": 18}]),
        json.dumps([GOOD | {"place": "body"}] * 2),
        sent(caption="а" * (LONGEST_CAPTION + 1)),
    ],
)  # fmt: skip
def test_hostile_list_is_refused_in_words(hostile: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(hostile)

    assert refusal.value.messages
    assert field.has_changed([], hostile)
    read_photo_ids(hostile)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: (
    st.lists(inner) | st.dictionaries(st.sampled_from(["photo", "place", "caption", "crop", "focal"]), inner)
)))  # fmt: skip
def test_whatever_is_sent_is_read_or_refused(value: object) -> None:
    text = json.dumps([value])
    read_photo_ids(text)
    with suppress(ValidationError):
        assert all(isinstance(each, WantedPhoto) for each in field.clean(text))


def test_same_list_otherwise_written_is_no_change() -> None:
    assert not field.has_changed(field.clean(sent()), json.dumps([dict(reversed(GOOD.items()))]))
    assert field.has_changed(field.clean(sent()), sent(caption="Друг"))
