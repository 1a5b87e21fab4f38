"""The filters of the public photo library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from media_library.domain.library import BEST, NEWEST, SORT_WORDS, Chip, Wish, join_query
from media_library.domain.searching import CREATOR, PERSON, PLACE, photos_naming, search_photos
from media_library.models import Licence, Photo, Section, Supplier, Tag
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.addresses import active_language

_FIRST_YEAR, _LAST_YEAR = 1826, 2100  # The first photograph, and far enough.
LONGEST_NAME = 120
ORIENTATIONS = [("landscape", _("landscape")), ("portrait", _("portrait")), ("square", _("square"))]
_SHAPES = {
    "landscape": Q(width__gt=F("height")),
    "portrait": Q(width__lt=F("height")),
    "square": Q(width=F("height")),
}


class DayInput(forms.DateInput):
    """A day by the browser's own picker, which takes one spelling only and nothing that is wrong."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        try:
            day = DayField().to_python(value)
        except ValidationError:
            return None
        return day.isoformat() if day else None


class DayField(forms.DateField):
    """A day as the browser's picker gives it, or as people write it."""

    widget = DayInput
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y г."]
    default_error_messages = {
        "invalid": _("This is not a day. Write it like 03.09.2025."),
        "year": _("Write a year between %(first)s and %(last)s."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value)
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(
                self.error_messages["year"], code="year", params={"first": _FIRST_YEAR, "last": _LAST_YEAR}
            )
        return day


class DayFilter(django_filters.Filter):
    field_class = DayField


class TagForm(forms.Form):
    """Filters among which there is a tag, and what is wrong with them, in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")

    def clean_tag(self) -> Tag | None:
        """The tag of this short name, or else of this name in either language."""
        value = self.cleaned_data["tag"]
        if not value:
            return None
        named = Tag.objects.filter(Q(slug=value) | Q(name__iexact=value) | Q(name_en__iexact=value))
        tag = max(named[:10], key=lambda tag: tag.slug == value, default=None)
        if tag is None:
            raise ValidationError(_("There is no tag “%(value)s”."), params={"value": value})
        return tag


class PhotoFilterForm(TagForm):
    """What the filters of the library ask for."""

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("taken_from"), self.cleaned_data.get("taken_to")
        if first and last and first > last:
            self.add_error("taken_to", _("The last day is before the first one."))
        return self.cleaned_data


def _name_filter(label: Any, field: str) -> django_filters.CharFilter:
    def by_name(photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        return photos_naming(photos, value, field=field)

    return django_filters.CharFilter(label=label, method=by_name, max_length=LONGEST_NAME)


class PhotoFilterSet(django_filters.FilterSet):
    """What a reader may ask of the library. A value that is wrong is said to be so, and filters nothing."""

    q = django_filters.CharFilter(label=_("Words"), method="search")
    taken_from = DayFilter(label=_("Taken from"), method="filter_from")
    taken_to = DayFilter(label=_("Taken to"), method="filter_to")
    photographer = _name_filter(_("Photographer"), CREATOR)
    person = _name_filter(_("Person"), PERSON)
    place = _name_filter(_("Place"), PLACE)
    tag = django_filters.CharFilter(label=_("Tag"), method="filter_tag", max_length=LONGEST_NAME)
    section = django_filters.ChoiceFilter(label=_("Section"), method="filter_listed", empty_label=_("all"))
    supplier = django_filters.ChoiceFilter(label=_("Supplier"), method="filter_listed", empty_label=_("all"))
    licence = django_filters.ChoiceFilter(label=_("Licence"), method="filter_licence", empty_label=_("all"))
    orientation = django_filters.ChoiceFilter(
        label=_("Orientation"), choices=ORIENTATIONS, method="filter_shape", empty_label=_("all")
    )
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=list(SORT_WORDS.items()), method="leave")

    class Meta:
        model = Photo
        form = PhotoFilterForm
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str], *, queryset: PhotoQuerySet) -> None:
        super().__init__(data, queryset)
        # Read once for the form, its check, and the query. Three queries.
        rows = {"section": _sections(), "supplier": _suppliers(), "licence": _licences()}
        self._ids = {name: {row.slug: row.pk for row in found} for name, found in rows.items()}
        for name, found in rows.items():
            self.filters[name].extra["choices"] = [(row.slug, str(row)) for row in found]

    def filter_queryset(self, queryset: PhotoQuerySet) -> PhotoQuerySet:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def qs(self) -> PhotoQuerySet:
        """The photos that pass every filter whose value can be understood."""
        self.form.is_valid()
        return self.filter_queryset(self.queryset.all())

    @cached_property
    def wish(self) -> Wish:
        """What is asked for, in its one canonical spelling; what is wrong or the usual is left out."""
        self.form.is_valid()
        given = self.form.cleaned_data
        query = {name: spell_value(value) for name, value in given.items() if value and name != "sort"}
        is_search = "q" in query
        usual = BEST if is_search else NEWEST
        sort = given.get("sort") or usual
        if sort == BEST and not is_search:
            sort = NEWEST
        query = {name: query[name] for name in self.filters if name in query}
        if sort != usual:
            query["sort"] = sort
        chips = [
            Chip(
                str(self.filters[name].label),
                show_value(given[name], self.filters[name]),
                join_query(without(query, name)),
            )
            for name in query
            if name != "sort"
        ]
        return Wish(query, chips, sort, is_search)

    def search(self, photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        return search_photos(photos, value)

    def filter_from(self, photos: PhotoQuerySet, name: str, value: dt.date) -> PhotoQuerySet:
        return photos.filter(taken_at__gte=start_of(value))

    def filter_to(self, photos: PhotoQuerySet, name: str, value: dt.date) -> PhotoQuerySet:
        return photos.filter(taken_at__lt=start_of(value + dt.timedelta(days=1)))

    def filter_tag(self, photos: PhotoQuerySet, name: str, value: Tag) -> PhotoQuerySet:
        return photos.filter(tagged__tag=value)

    def filter_listed(self, photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        return photos.filter(**{name: self._ids[name][value]})

    def filter_licence(self, photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        licence = self._ids[name][value]
        return photos.filter(Q(licence=licence) | Q(licence__isnull=True, supplier__licence=licence))

    def filter_shape(self, photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        return photos.filter(_SHAPES[value])

    def leave(self, photos: PhotoQuerySet, name: str, value: str) -> PhotoQuerySet:
        return photos


def spell_value(value: Any) -> str:
    """The value of a filter as it stands in an address."""
    if isinstance(value, Tag):
        return str(value.slug)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def show_value(value: Any, filter_: django_filters.Filter) -> str:
    """The value of a filter in words."""
    if isinstance(value, Tag):
        return value.name_in(active_language())
    if isinstance(value, dt.date):
        return formats.date_format(value, "d.m.Y")
    return str(dict(filter_.extra.get("choices", [])).get(value, value))


def without(query: Mapping[str, str], name: str) -> dict[str, str]:
    # Without words to match there is no best match.
    dropped = {name, "sort"} if name == "q" else {name}
    return {key: value for key, value in query.items() if key not in dropped}


def start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


# Only what readers can find a photo of: nobody learns of a supplier before its first photo is public.
def _shown() -> PhotoQuerySet:
    return Photo.objects.visible(at=timezone.now())


def _sections() -> list[Section]:
    return list(Section.objects.filter(Exists(_shown().filter(section=OuterRef("pk")))))


def _suppliers() -> list[Supplier]:
    return list(Supplier.objects.filter(Exists(_shown().filter(supplier=OuterRef("pk")))))


def _licences() -> list[Licence]:
    own = _shown().filter(licence=OuterRef("pk"))
    of_supplier = _shown().filter(supplier__licence=OuterRef("pk"), licence__isnull=True)
    return list(Licence.objects.filter(Exists(own) | Exists(of_supplier)))
