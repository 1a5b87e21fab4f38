"""The widget of a story's photos: what stands in it, to be read without scripts and worked on with them."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from js_asset import ImportMap, Media

from articles.domain.photo_choice import describe_photos
from articles.models import ArticlePhoto
from articles.photo_field import LONGEST_CAPTION, PhotoSearchForm, read_photo_ids
from media_library.models import Photo

PHOTO_IMPORTS = ImportMap(
    {
        f"newsroom/{name}": f"newsroom/js/admin/{name}.js"
        for name in ("photo_store", "photo_list", "photo_picker", "photo_crop", "photo_node")
    }
)


class StoryPhotosWidget(forms.Widget):
    """One hidden field with the photos as JSON, a list of them to read, and the dialogs that change it.

    Without scripts the field is sent as it came: the photos can be read, and stay.
    """

    template_name = "admin/articles/article/photos_widget.html"
    use_fieldset = True

    def __init__(
        self, *, may_choose: bool, may_override: bool, story_id: int | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.may_choose, self.may_override, self.story_id = may_choose, may_override, story_id

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = value if isinstance(value, str) else "[]"
        facts = self._facts_of(read_photo_ids(text))
        context["widget"] |= {
            "json": text,
            "listed": [facts[photo_id] for photo_id in dict.fromkeys(read_photo_ids(text)) if photo_id in facts],
            "config": json.dumps(
                {
                    "facts": list(facts.values()),
                    "searchUrl": reverse("admin:articles_article_photos"),
                    "story": self.story_id,
                    "mayChoose": self.may_choose,
                    "mayOverride": self.may_override,
                    "longestCaption": LONGEST_CAPTION,
                    "places": {place.value: str(place.label) for place in ArticlePhoto.Place},
                }
            ),
            "search_form": PhotoSearchForm(prefix="picker", auto_id="id_%s"),
            "may_choose": self.may_choose,
        }
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        # The renderer of forms does not look among the project's own templates.
        return SafeString(render_to_string(self.template_name, self.get_context(name, value, attrs)))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def _facts_of(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        if not ids:
            return {}
        photos = Photo.objects.filter(pk__in=ids).for_grids()
        return {offered.photo.pk: offered.facts for offered in describe_photos(photos, story_id=self.story_id)}

    @property
    def media(self) -> Media:
        return Media(
            importmap=PHOTO_IMPORTS,
            css={"all": ["newsroom/css/admin_photos.css"]},
            js=[Script("newsroom/js/admin/photo_list.js", type="module")],
        )
