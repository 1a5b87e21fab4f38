"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# A sign-off is initials with slashes between.
_INITIALS = RegexValidator(r"^[^\s/,;]*$", _("Initials hold no spaces, slashes, commas or semicolons."))


class User(AbstractUser):
    """A person who signs in: staff of the newsroom, or a member of a customer.

    What a person may do comes from groups (see `newsroom.roles`); on which stories, from the sections that they
    edit and the stories that they wrote.
    """

    initials_bg = models.CharField(_("initials in Bulgarian"), max_length=6, blank=True, validators=[_INITIALS])
    initials_en = models.CharField(_("initials in English"), max_length=6, blank=True, validators=[_INITIALS])

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def initials(self, language: str) -> str:
        """The person's initials for the sign-off of a story in `language`; empty if none are recorded."""
        return self.initials_en if language == "en" else self.initials_bg
