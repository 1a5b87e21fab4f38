"""The forms of django-allauth, in the words of the site."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

_PASSWORD_HELP = _("At least 12 characters. A sentence that only you would write is best.")
_NAME_LENGTH = 150  # That of the model's fields.


class PlainWords:
    """Gives fields their labels and help, and takes off the placeholders, which would only say it again."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One field for a new password: whoever mistypes it is sent a link to a new one.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(PlainWords, allauth_forms.LoginForm):
    labels = {
        "login": _("E-mail or user name"),
        "password": _("Password"),
        "remember": _("Stay signed in on this device"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(PlainWords, allauth_forms.SignupForm):
    """Asks for a name and an address. The user name, which customers never see, is made up."""

    first_name = forms.CharField(
        max_length=_NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "given-name", "autofocus": True})
    )
    last_name = forms.CharField(max_length=_NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    field_order = ["first_name", "last_name", "email", "password1"]
    labels = {
        "first_name": _("First name"),
        "last_name": _("Family name"),
        "email": _("E-mail at work"),
        "password1": _("Password"),
    }
    helps = {"email": _("We send a link there, to make sure that it is yours."), "password1": _PASSWORD_HELP}


class ChangeEmailForm(PlainWords, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail")}
    helps = {"email": _("It takes the place of the present one once you have opened the link that we send there.")}


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), "password1": _("New password")}
    helps = {"password1": _PASSWORD_HELP}


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    labels = {"password1": _("New password")}
    helps = {"password1": _PASSWORD_HELP}


class AskForResetForm(PlainWords, allauth_forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}
    helps = {"password1": _PASSWORD_HELP}


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}
