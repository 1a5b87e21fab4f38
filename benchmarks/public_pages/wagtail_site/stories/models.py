"""A section and its stories, in the manner of the blog of Wagtail's tutorial, with pages of twenty.

Lists ask for specific pages at once, as the reference has it; the tutorial asks for one after the other.
"""

from __future__ import annotations

from django import forms
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet


class SectionPage(Page):
    intro = RichTextField(blank=True)
    content_panels = [*Page.content_panels, "intro"]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.get_children().live().specific().order_by("-first_published_at"), 20)
        try:
            context["stories"] = paginator.page(request.GET.get("page"))
        except PageNotAnInteger:
            context["stories"] = paginator.page(1)
        except EmptyPage:
            context["stories"] = paginator.page(paginator.num_pages)
        return context


class StoryTag(TaggedItemBase):
    content_object = ParentalKey("StoryPage", related_name="tagged_items", on_delete=models.CASCADE)


@register_snippet
class Author(models.Model):
    name = models.CharField(max_length=255)
    panels = [FieldPanel("name")]

    def __str__(self) -> str:
        return self.name


class StoryPage(Page):
    date = models.DateTimeField("Post date")
    intro = models.CharField(max_length=250)
    body = RichTextField(blank=True)
    authors = ParentalManyToManyField(Author, blank=True)
    tags = ClusterTaggableManager(through=StoryTag, blank=True)
    main_image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        "date",
        FieldPanel("authors", widget=forms.CheckboxSelectMultiple),
        "tags",
        "main_image",
        "intro",
        "body",
    ]
