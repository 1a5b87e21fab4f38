"""The form of the front page: which story stands where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.front_places import WantedPlace
from articles.models import Article
from articles.models.front_place import PLACES
from newsroom.shared.newsroom_time import NewsroomTimeField


class FrontPlaceForm(forms.Form):
    """One place: its number, its story, and until when."""

    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=PLACES)
    story = forms.ModelChoiceField(
        label=gettext_lazy("Story"),
        queryset=Article.objects.none(),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Readers of this language have no such story.")},
    )
    until = NewsroomTimeField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, language: str, story_widget: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if story_widget is not None:
            self.fields["story"].widget = story_widget
        # What is chosen must be public; an embargo may still hold it back, and then it comes in when that ends.
        public = Article.objects.filter(state=Article.State.PUBLISHED, language=language, public__killed=False)
        self.fields["story"].queryset = public


class FrontPlaceFormSet(forms.BaseFormSet):
    """All places of a language. They may be sent in any order: their numbers count."""

    def clean(self) -> None:
        positions: set[int] = set()
        stories: set[int] = set()
        for form in self.forms:
            position, story = form.cleaned_data.get("position"), form.cleaned_data.get("story")
            if position in positions:
                form.add_error("position", _("Two stories can't stand in one place."))
            if story is not None and story.pk in stories:
                form.add_error("story", _("A story stands in one place only."))
            positions |= {position} if position else set()
            stories |= {story.pk} if story else set()

    @property
    def wanted(self) -> dict[int, WantedPlace]:
        """The places that are filled: position → what stands there."""
        rows = [form.cleaned_data for form in self.forms]
        filled = [row for row in rows if row["story"] is not None]
        return {row["position"]: WantedPlace(row["story"].pk, row["until"]) for row in filled}


PLACES_FORMSET = forms.formset_factory(
    FrontPlaceForm, formset=FrontPlaceFormSet, extra=0, min_num=PLACES, max_num=PLACES, validate_max=True
)
