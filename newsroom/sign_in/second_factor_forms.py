"""The forms of second factors, in the words of the site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

from newsroom.sign_in.forms import PlainWords


class DigitsWanted(PlainWords):
    """Offers telephones their keyboard of digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeForm(DigitsWanted, base_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from the app, or one of your recovery codes.")}


class ReauthenticateCodeForm(DigitsWanted, base_forms.ReauthenticateForm):
    labels = CodeForm.labels
    helps = CodeForm.helps


class ActivateAppForm(DigitsWanted, totp_forms.ActivateTOTPForm):
    labels = {"code": _("The code that the app shows")}


class AddPasskeyForm(PlainWords, webauthn_forms.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone, without the password")}
    helps = {
        "name": _("So that you know it again: “Office laptop”, “Telephone”."),
        "passwordless": _("Asks for your fingerprint, face or PIN each time. Leave off for plain security keys."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = 100
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(PlainWords, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = 100
