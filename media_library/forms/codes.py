"""The code lists of the metadata, each code with its name.

Those of PLUS (Picture Licensing Universal System, http://ns.useplus.org/ldf/vocab/) for releases, age and data mining;
IPTC's (http://cv.iptc.org/newscodes/digitalsourcetype/) for the source type.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, str | Promise]

_MODEL_RELEASE: Names = {
    "MR-NON": _("none"),
    "MR-NAP": _("not applicable"),
    "MR-UMR": _("unlimited model releases"),
    "MR-LMR": _("limited or incomplete model releases"),
}
_PROPERTY_RELEASE: Names = {
    "PR-NON": _("none"),
    "PR-NAP": _("not applicable"),
    "PR-UPR": _("unlimited property releases"),
    "PR-LPR": _("limited or incomplete property releases"),
}
_MINOR_AGE: Names = {
    "AG-UNK": _("age unknown"),
    "AG-A25": _("25 or over"),
    **{f"AG-A{age}": format_lazy(_("{age} years"), age=age) for age in range(24, 14, -1)},
    "AG-U14": _("14 or under"),
}
_DATA_MINING: Names = {
    "DMI-UNSPECIFIED": _("not said"),
    "DMI-ALLOWED": _("allowed"),
    "DMI-PROHIBITED-AIMLTRAINING": _("prohibited for training AI"),
    "DMI-PROHIBITED-GENAIMLTRAINING": _("prohibited for training generative AI"),
    "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING": _("prohibited, save for search engines"),
    "DMI-PROHIBITED": _("prohibited"),
    "DMI-PROHIBITED-SEECONSTRAINT": _("prohibited: see the constraint"),
    "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR": _("prohibited: see the rights expression in the file"),
    "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR": _("prohibited: see the rights expression that is linked"),
}
_DIGITAL_SOURCE_TYPE: Names = {
    "digitalCapture": _("taken with a digital camera"),
    "computationalCapture": _("taken as several frames, put together by the camera"),
    "negativeFilm": _("digitised from a negative on film"),
    "positiveFilm": _("digitised from a positive on film"),
    "print": _("digitised from a print"),
    "minorHumanEdits": _("original with minor edits by a person"),
    "humanEdits": _("original with edits by a person"),
    "compositeWithTrainedAlgorithmicMedia": _("edited with generative AI"),
    "algorithmicallyEnhanced": _("enhanced by an algorithm"),
    "softwareImage": _("made by software"),
    "digitalArt": _("digital art"),
    "digitalCreation": _("drawn on a computer by a person"),
    "dataDrivenMedia": _("made from data"),
    "trainedAlgorithmicMedia": _("made by generative AI"),
    "algorithmicMedia": _("made by an algorithm alone"),
    "screenCapture": _("screen capture"),
    "virtualRecording": _("recording of a virtual event"),
    "composite": _("composite of several elements"),
    "compositeCapture": _("composite of captured elements"),
    "compositeSynthetic": _("composite with elements made by generative AI"),
}
# IPTC has retired them for humanEdits, for more exact codes and for digitalCreation. Files have them still.
_RETIRED = {"minorHumanEdits", "softwareImage", "digitalArt"}
CODES: Mapping[str, Names] = {
    "model_release": _MODEL_RELEASE,
    "property_release": _PROPERTY_RELEASE,
    "minor_age": _MINOR_AGE,
    "data_mining": _DATA_MINING,
    "digital_source_type": _DIGITAL_SOURCE_TYPE,
}
"""Field of the metadata → its codes, in the order of the list, with their names."""


def code_choices(key: str, *, current: object = "") -> list[tuple[str, str | Promise]]:
    """What the form offers for a field: nothing, each code, and the value that the file has though it is none of them.

    A code that was retired is offered only where the photo has it.
    """
    names = {code: name for code, name in CODES[key].items() if code == current or code not in _RETIRED}
    odd = [(current, current)] if isinstance(current, str) and current and current not in names else []
    return [("", "–"), *names.items(), *odd]
