"""What was odd about a photo, in words: as its file was checked, its metadata read, its credit line parsed."""

from __future__ import annotations

from typing import Any

from media_library.domain.credit_line import WARNING_WORDS
from media_library.domain.credit_line.chain import WarningCode
from media_library.domain.file_check.verdicts import WARNINGS, FileWarning
from media_library.domain.metadata import ReadingWarning, say_warning


def say_photo_warning(stored: dict[str, Any], *, field_name: str = "") -> str:
    """One warning, as `Photo.warnings` keeps it, in the active language."""
    code = str(stored.get("code", ""))
    parameters = stored.get("params", {})
    if code in WARNINGS and stored.get("of") == "file":
        return FileWarning(code, **parameters).text()
    if code in set(WarningCode):
        return str(WARNING_WORDS[WarningCode(code)]) % {"words": parameters.get("words", "")}
    return say_warning(ReadingWarning.from_json({"code": code, **stored}), field_name=field_name)
