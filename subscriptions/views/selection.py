"""Choosing photos: what a member has put aside, orders, notes down, keeps and shares."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsroom.shared.addresses import active_language
from subscriptions.domain import selecting
from subscriptions.domain.selection_page import chosen_among, read_photos, read_selection
from subscriptions.forms.selection import SelectionForm, read_notes, read_photo_ids
from subscriptions.models import MOST_AT_ONCE, Selection
from subscriptions.views.access import MemberRequest, member_required
from subscriptions.views.fragments import is_asked_by_script


@require_safe
@member_required
def show_current(request: MemberRequest) -> HttpResponse:
    return _answer(request, selecting.current_selection(request.member))


@require_safe
@member_required
def show_selection(request: MemberRequest, selection_id: int) -> HttpResponse:
    selection = get_object_or_404(
        Selection.objects.open_to(request.member).select_related("member__user"), pk=selection_id
    )
    if selection.is_current and selection.member_id == request.member.pk:
        return HttpResponseRedirect(reverse("subscriptions:selection"))
    return _answer(request, selection)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_photos(request: MemberRequest) -> HttpResponse:
    """Ask before anything changes, as links of public pages lead here; a POST puts the photos aside."""
    photo_ids = read_photo_ids(request.GET if request.method != "POST" else request.POST)
    if request.method == "POST":
        try:
            said = _say_put_aside(selecting.put_aside(photo_ids, member=request.member))
        except selecting.SelectionFull:
            said = _("A selection holds %(count)s photos at most. Keep this one under a name; the next begins empty.")
            return _done(request, said % {"count": MOST_AT_ONCE}, level=messages.ERROR)
        return _done(request, said)
    photo_ids = photo_ids[:MOST_AT_ONCE]
    photos = read_photos(photo_ids, member=request.member, language=active_language(), now=timezone.now())
    chosen = chosen_among(photo_ids, member=request.member)
    shown = {"photos": [photos[pk] for pk in photo_ids], "chosen": chosen}
    return render(request, "subscriptions/selection_add.html", shown)


@require_POST
@member_required
def remove_photos(request: MemberRequest) -> HttpResponse:
    """Take photos out of the current selection."""
    count = selecting.take_out_of_current(read_photo_ids(request.POST), member=request.member)
    return _done(request, _say_taken_out(count))


@require_POST
@member_required
def change_photos(request: MemberRequest, selection_id: int) -> HttpResponse:
    """Save the notes of a selection's photos, and do what the pressed button says: move one, or take it out."""
    selection = _own(request, selection_id)
    count = selecting.annotate_photos(read_notes(request.POST), selection=selection)
    for name, steps in (("up", -1), ("down", 1)):
        for photo_id in read_photo_ids(request.POST, name):
            selecting.shift(photo_id, selection=selection, steps=steps)
    out = read_photo_ids(request.POST, "out")
    if out:
        messages.success(request, _say_taken_out(selecting.take_out(out, selection=selection)))
    elif count:
        messages.success(
            request, ngettext("The note is saved.", "%(count)s notes are saved.", count) % {"count": count}
        )
    moved = [*read_photo_ids(request.POST, "up"), *read_photo_ids(request.POST, "down")]
    return HttpResponseRedirect(_address_of(selection) + (f"#photo-{moved[0]}" if moved else ""))


@require_POST
@member_required
def change_selection(request: MemberRequest, selection_id: int) -> HttpResponse:
    """Save name, note and sharing; the button «keep» puts the selection by, so that a new one begins."""
    selection = _own(request, selection_id)
    is_to_be_kept = "keep" in request.POST
    form = SelectionForm(request.POST, instance=selection, is_kept=is_to_be_kept or not selection.is_current)
    if not form.is_valid():
        selection.refresh_from_db()
        return _answer(request, selection, form=form, status=422)
    selecting.describe(selection, **form.cleaned_data)
    if is_to_be_kept and selection.is_current:
        selecting.keep(selection, name=selection.name)
        messages.success(request, _("Kept. The next photo that you put aside begins a new selection."))
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(_address_of(selection))


@require_POST
@member_required
def resume_selection(request: MemberRequest, selection_id: int) -> HttpResponse:
    selection = _own(request, selection_id)
    selecting.go_on_with(selection)
    messages.success(request, _("What you put aside goes into this selection again."))
    return HttpResponseRedirect(_address_of(selection))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def delete_selection(request: MemberRequest, selection_id: int) -> HttpResponse:
    selection = _own(request, selection_id)
    if request.method == "POST":
        selecting.delete(selection)
        messages.success(request, _("The selection is deleted. No photo and no licence has gone with it."))
        return HttpResponseRedirect(reverse("subscriptions:selection"))
    shown = {"selection": selection, "count": selection.items.count(), "back": _address_of(selection)}
    return render(request, "subscriptions/selection_delete.html", shown)


# --- Answers ----------------------------------------------------------------------------------------------------


def _own(request: MemberRequest, selection_id: int) -> Selection:
    """The member's own selection. A colleague's is not theirs to change, shared or not."""
    return get_object_or_404(Selection.objects.of(request.member), pk=selection_id)


def _answer(
    request: MemberRequest, selection: Selection | None, *, form: SelectionForm | None = None, status: int = 200
) -> HttpResponse:
    page = read_selection(selection, member=request.member, language=active_language(), now=timezone.now())
    if form is None and page.selection and page.is_own:
        form = SelectionForm(instance=page.selection, is_kept=not page.selection.is_current)
    shown = {"selection_page": page, "form": form, "member": request.member}
    return render(request, "subscriptions/selection.html", shown, status=status)


def _done(request: MemberRequest, said: str, *, level: int = messages.SUCCESS) -> HttpResponse:
    """Answer to a script with the sentence that it says aloud, and to everyone else with the selection's page."""
    if is_asked_by_script(request):
        return JsonResponse({"said": said, "is_done": level == messages.SUCCESS})
    messages.add_message(request, level, said)
    return HttpResponseRedirect(reverse("subscriptions:selection"))


def _address_of(selection: Selection) -> str:
    if selection.is_current:
        return reverse("subscriptions:selection")
    return reverse("subscriptions:selection-kept", args=[selection.pk])


def _say_put_aside(result: selecting.PutAside) -> str:
    sentences = []
    if result.added:
        put = ngettext("The photo is put aside.", "%(count)s photos are put aside.", result.added)
        sentences.append(put % {"count": result.added})
    if result.kept:
        there = ngettext("The photo was put aside already.", "%(count)s were put aside already.", result.kept)
        sentences.append(there % {"count": result.kept})
    if result.missing:
        missing = ngettext("The photo can't be had at present.", "%(count)s can't be had at present.", result.missing)
        sentences.append(missing % {"count": result.missing})
    if not sentences:
        return _("Nothing was chosen: tick photos first.")
    total = ngettext("The selection holds %(count)s photo.", "The selection holds %(count)s photos.", result.count)
    return " ".join([*sentences, total % {"count": result.count}])


def _say_taken_out(count: int) -> str:
    return ngettext("The photo is out of the selection.", "%(count)s photos are out of the selection.", count) % {
        "count": count
    }
