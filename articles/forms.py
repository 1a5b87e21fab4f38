"""The forms of the desk: the story, and the confirmation of an act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from articles.domain.acting import check_revision
from articles.domain.acts import Act, ActRefused, NotReady, StaleWorkingCopy
from articles.domain.editing import set_byline, set_picks
from articles.domain.photos import WantedPhoto, wanted_photos
from articles.domain.rich_text import clean_body
from articles.models import Article, Author
from articles.models.related import MOST_PICKED
from articles.photo_field import StoryPhotosField
from media_library.models import Section, Tag
from newsroom.shared.newsroom_time import NewsroomTimeField, NewsroomTimeInput

if TYPE_CHECKING:
    from newsroom.models import User

URGENCIES = [
    (1, gettext_lazy("1 – flash")),
    (2, gettext_lazy("2 – breaking")),
    (3, gettext_lazy("3 – urgent")),
    (4, "4"),
    (5, gettext_lazy("5 – ordinary")),
    (6, "6"),
    (7, "7"),
    (8, "8"),
    (9, gettext_lazy("9 – can wait")),
]


class StoryBodyField(forms.CharField):
    """The text of a story. Whatever arrives is brought down to a story's markup before anything looks at it."""

    def to_python(self, value: Any) -> str:
        return clean_body(super().to_python(value))

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return clean_body(initial or "") != clean_body(data or "")


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Several rows in the order in which they were chosen; cleaned to a list."""

    def clean(self, value: Any) -> list[Any]:
        chosen = super().clean(value)
        place = {str(key): position for position, key in enumerate(value or [])}
        return sorted(chosen, key=lambda row: place[str(row.pk)])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(self.prepare_value(each)) for each in initial or []] != [str(each) for each in data or []]


class StoryForm(forms.ModelForm):
    """The working copy of a story. The admin sets `person`, and `refusal` where an act was just refused.

    `revision` is the one that the person saw: a story that somebody saved meanwhile is not overwritten.
    """

    person: User
    refusal: ActRefused | None = None

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = StoryBodyField(label=gettext_lazy("Text"), required=False)
    photos = StoryPhotosField(label=gettext_lazy("Photos"), required=False)
    byline = OrderedChoiceField(
        label=gettext_lazy("Byline"), queryset=Author.objects.all(), required=False,
        help_text=gettext_lazy("In the order in which readers see them."),
    )  # fmt: skip
    tags = forms.ModelMultipleChoiceField(label=gettext_lazy("Tags"), queryset=Tag.objects.all(), required=False)
    related = OrderedChoiceField(
        label=gettext_lazy("Related stories"), queryset=Article.objects.all(), required=False,
        help_text=gettext_lazy("These stand first, in this order. The rest is found by tags, event and words."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    urgency = forms.TypedChoiceField(label=gettext_lazy("Urgency"), choices=URGENCIES, coerce=int, initial=5)

    class Meta:
        model = Article
        fields = [
            "section", "urgency", "language", "access", "headline", "lead", "body", "guests", "dateline_place",
            "sign_off", "tags", "slugline", "embargo_until", "editors_note", "sources", "translation_of",
            "translated_version",
        ]  # fmt: skip
        field_classes = {"embargo_until": NewsroomTimeField}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "data-count": "headline"}),
            "lead": forms.Textarea(attrs={"rows": 3, "data-count": "text"}),
            "slugline": forms.TextInput,
            "dateline_place": forms.TextInput,
            "sign_off": forms.TextInput,
            "guests": forms.TextInput,
            "editors_note": forms.Textarea(attrs={"rows": 2}),
            "sources": forms.Textarea(attrs={"rows": 2}),
            "embargo_until": NewsroomTimeInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        languages = dict(settings.LANGUAGES)
        if article.pk:
            # Wire copy may be in a language that the site does not have; it is translated before it is published.
            languages.setdefault(article.language, article.language)
            self.initial["byline"] = [entry.author_id for entry in article.byline.all()]
            self.initial["tags"] = [tag.pk for tag in article.tags.all()]
            self.initial["related"] = [pick.related_id for pick in article.related_picks.all()]
            self.initial["revision"] = article.revision
            self.initial["photos"] = wanted_photos(article)
            self.fields["language"].disabled = hasattr(article, "public")
        else:
            self._propose()
        # What was picked once may have been withdrawn since: it stays until somebody takes it off.
        may_be_picked = Q(state=Article.State.PUBLISHED) | Q(pk__in=self.initial.get("related", []))
        self.fields["related"].queryset = Article.objects.filter(may_be_picked)
        self.fields["language"].choices = list(languages.items())

    def _propose(self) -> None:
        """Fill in what the newsroom knows of whoever begins a story."""
        author = Author.objects.filter(user=self.person).first()
        sections = Section.objects.filter(editors=self.person)
        self.initial.setdefault("byline", [author.pk] if author else [])
        self.initial.setdefault("section", sections.values_list("pk", flat=True).first())
        self.initial.setdefault("language", get_language())

    def clean_headline(self) -> str:
        return re.sub(r"[ \t\r\n]+", " ", self.cleaned_data["headline"]).strip()

    def clean_related(self) -> list[Article]:
        picked: list[Article] = self.cleaned_data["related"]
        if len(picked) > MOST_PICKED:
            raise ValidationError(_("Pick at most %(limit)d stories."), params={"limit": MOST_PICKED})
        if self.instance.pk and self.instance in picked:
            raise ValidationError(_("A story does not stand beside itself."))
        return picked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for story in cleaned.get("related", []):
            if story.language != cleaned.get("language", story.language):
                told = _("“%(headline)s” is in another language. Pick stories in the language of this one.")
                self.add_error("related", ValidationError(told, params={"headline": story.headline}))
        if "embargo_until" not in self.changed_data:
            # As it was, to the second: the clock alone can't tell the two hours of the autumn night apart.
            cleaned["embargo_until"] = self.initial.get("embargo_until")
        source = cleaned.get("translation_of")
        if source is None:
            cleaned["translated_version"] = None
            return cleaned
        is_other_source = "translation_of" in self.changed_data and "translated_version" not in self.changed_data
        if (is_other_source or not cleaned.get("translated_version")) and hasattr(source, "public"):
            cleaned["translated_version"] = source.public.version.number
        siblings = source.translations.filter(language=cleaned.get("language")).exclude(state=Article.State.SPIKED)
        if siblings.exclude(pk=self.instance.pk).exists():
            self.add_error("translation_of", _("That story already has a translation into this language."))
        return cleaned

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        refusal = self.refusal
        if self.instance.pk:
            seen = self.cleaned_data.get("revision")
            try:
                check_revision(self.instance, base_revision=-1 if seen is None else seen)
            except StaleWorkingCopy as stale:
                refusal = stale
        if refusal is not None:
            add_refusal(self, refusal)

    @property
    def photos_to_place(self) -> list[WantedPhoto] | None:
        """The photos that are to stand in the story; None where the person left them as they were."""
        return self.cleaned_data["photos"] if "photos" in self.changed_data else None

    @property
    def is_stale(self) -> bool:
        """Whether somebody else saved the story after this form had been opened."""
        return self.is_bound and bool(self.instance.pk) and self.data.get("revision") != str(self.instance.revision)

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if "byline" in self.changed_data or self.instance.revision == 0:
            set_byline(self.instance, self.cleaned_data["byline"])
        if "related" in self.changed_data:
            set_picks(self.instance, self.cleaned_data["related"])


def add_refusal(form: forms.Form, refusal: ActRefused) -> None:
    """Put what the domain said where the person will look: at the field, or over the form."""
    problems = refusal.problems if isinstance(refusal, NotReady) else {None: str(refusal)}
    for name, problem in problems.items():
        field, _colon, photo = (name or "").partition(":")
        # With params a message is a template, in which its own percent signs are doubled.
        told = ValidationError(problem.replace("%", "%%"), params={"photo": int(photo)}) if photo else problem
        form.add_error(field if field in form.fields else None, told)


class ActForm(forms.Form):
    """What an act needs to know besides the story; the fields depend on the act."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    public_note = forms.CharField(
        label=gettext_lazy("Note to the readers"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    publish_at = NewsroomTimeField(label=gettext_lazy("Publish at"))
    comment = forms.CharField(
        label=gettext_lazy("Comment for the desk"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Yes, withdraw the story: its page will show only the note."),
        error_messages={"required": gettext_lazy("Tick the box to confirm that the story is to be withdrawn.")},
    )

    FIELDS = {
        Act.UPDATE: ["public_note"],
        Act.CORRECT: ["public_note"],
        Act.KILL: ["public_note", "confirmed"],
        Act.SCHEDULE: ["publish_at"],
        Act.RETURN: ["comment"],
        Act.SPIKE: ["comment"],
    }

    def __init__(self, *args: Any, act: Act, article: Article, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"revision": article.revision})
        super().__init__(*args, **kwargs)
        wanted = {"revision", *self.FIELDS.get(act, [])}
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
        if note := self.fields.get("public_note"):
            note.required = act != Act.UPDATE
            note.error_messages["required"] = _("Say in a note to the readers what was wrong.")
            note.help_text = _("Readers see it in the language of the story. For example: %(example)s") % {
                "example": _example_of_note(act, language=article.language)
            }
        if time := self.fields.get("publish_at"):
            time.help_text = _("In the newsroom's time, %(zone)s.") % {"zone": settings.TIME_ZONE}


def _example_of_note(act: Act, *, language: str) -> str:
    with override(language):
        return {
            Act.UPDATE: _("“Adds what the minister said at the news conference.”"),
            Act.CORRECT: _(
                "“An earlier version of this story said that the meeting was on Monday. It was on Tuesday.”"
            ),
            Act.KILL: _(
                "“The story is withdrawn: the agency could not confirm what it said. We apologise to our readers.”"
            ),
        }[act]
