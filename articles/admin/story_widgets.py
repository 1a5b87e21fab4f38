"""The widgets of the story form that Django does not have: the text editor, and choices that keep their order."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.forms.widgets import Script
from django_prose_editor.widgets import importmap
from js_asset import ImportMap, Media

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_IMPORTS = importmap | ImportMap({"newsroom/pasting": "newsroom/js/admin/pasting.js"})


class StoryBodyWidget(forms.Textarea):
    """A text editor that knows only what a news story needs.

    The package's own presets let the editor write its styles into the page, which the content policy forbids; ours
    starts the same editor without.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-story-editor"] = ""
        return context

    @property
    def media(self) -> Media:
        return Media(
            importmap=_IMPORTS,
            css={"all": ["django_prose_editor/material-icons.css", "django_prose_editor/editor.css"]},
            js=[
                Script("django_prose_editor/editor.js", type="module"),
                Script("newsroom/js/admin/story_editor.js", type="module"),
            ],
        )


class StorySelect(AutocompleteSelect):
    """An autocomplete of one story, which a form that was sent by hand can't break."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [each for each in value if _NUMBER.fullmatch(str(each))] or [""], attr)


class OrderedAutocomplete(AutocompleteSelectMultiple):
    """An autocomplete that shows what was chosen in the order of choosing, and sends it so."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        # Each choice has a cross of its own; the one that clears them all would stand in the list as no item of it.
        ours = {"data-keeps-order": json.dumps(True), "data-allow-clear": json.dumps(False)}
        return super().build_attrs(base_attrs, extra_attrs) | ours

    @property
    def media(self) -> Media:
        # Behind the script that makes the fields, for both begin when the document is ready, in the order of loading.
        return super().media + Media(js=["admin/js/autocomplete.js", "newsroom/js/admin/autocomplete_names.js"])

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, [each for each in value if each.isdecimal()], attr)
        for _label, options, _index in groups:
            options.sort(key=lambda option: value.index(str(option["value"])))
        return groups
