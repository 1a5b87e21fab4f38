"""Photos that members have put aside and not yet taken."""

from __future__ import annotations

from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media_library.models import Photo
from subscriptions.models.customer import Member

# How many photos a selection holds, one quote takes, and one zip carries: what is put aside can be had in one go.
MOST_AT_ONCE: Final = 500


class SelectionQuerySet(models.QuerySet["Selection"]):
    def of(self, member: Member) -> Self:
        """The member's own: only they change them."""
        return self.filter(member=member)

    def open_to(self, member: Member) -> Self:
        """The member's own selections, and those that active colleagues share."""
        shared = models.Q(is_shared=True, member__customer=member.customer_id, member__removed_at__isnull=True)
        return self.filter(models.Q(member=member) | shared)


class Selection(models.Model):
    """A member's photos of one purpose. One of them is current: what «put aside» on a page goes into."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="selections")
    name = models.CharField(_("name"), max_length=100, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    is_current = models.BooleanField(default=False, editable=False)
    is_shared = models.BooleanField(_("shared with colleagues"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        default_permissions = ()
        ordering = ["-is_current", "-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="selection_one_current", fields=["member"], condition=models.Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name or gettext("Selection")


class SelectedPhoto(models.Model):
    """One photo of a selection, at its place, with what somebody noted about it."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="items")
    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(_("position"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("put aside"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo put aside")
        verbose_name_plural = _("photos put aside")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(name="selected_photo_once", fields=["selection", "photo"])]

    def __str__(self) -> str:
        return str(self.photo)
