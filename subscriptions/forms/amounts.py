"""Money and rates as people type them, whole cents and hundredths of a per cent as they are kept."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_MOST = 2_000_000_000
# Thousands may stand apart; the sign before the hundredths is a comma or a point, as people have it.
_TYPED = re.compile(r"^(?:[0-9]{1,3}(?:[ \u00a0][0-9]{3})*|[0-9]+)(?:[.,][0-9]{1,2})?$")


class HundredthsField(forms.CharField):
    """A number with at most two digits behind the comma, kept as a whole number of hundredths."""

    default_error_messages = {"invalid": _("Write a number like 1250 or 1250.50.")}
    sign = ""

    def __init__(self, *, most: int = _MOST, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value).removeprefix(self.sign).removesuffix(self.sign).strip()
        if text in self.empty_values:
            return None
        if not _TYPED.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole, _separator, rest = re.sub(r"[ \u00a0]", "", text).replace(",", ".").partition(".")
        hundredths = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
        if hundredths > self.most:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return hundredths

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        text = f"{value // 100}.{value % 100:02d}".removesuffix(".00")
        return text if get_language() == "en" else text.replace(".", ",")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class EurosField(HundredthsField):
    """An amount in euros, kept in cents."""

    sign = "€"


class PerCentField(HundredthsField):
    """A rate in per cent below 100, kept in hundredths of a per cent."""

    sign = "%"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=9_999, **kwargs)
