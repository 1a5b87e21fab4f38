"""The codes that the photo form offers, against the lists of those who keep them.

PLUS: http://ns.useplus.org/ldf/vocab/ (Model Release Status, Property Release Status, Minor Model Age Disclosure, Data
Mining), in the order of the list. IPTC: http://cv.iptc.org/newscodes/digitalsourcetype/, as of October 2024.
"""

from media_library.domain.metadata.fields import DIGITAL_SOURCE_TYPES
from media_library.domain.showing import AI_SOURCE_TYPES
from media_library.forms.codes import CODES, code_choices

OF_PLUS = {
    "model_release": ["MR-NON", "MR-NAP", "MR-UMR", "MR-LMR"],
    "property_release": ["PR-NON", "PR-NAP", "PR-UPR", "PR-LPR"],
    "minor_age": [
        "AG-UNK", "AG-A25", "AG-A24", "AG-A23", "AG-A22", "AG-A21", "AG-A20", "AG-A19", "AG-A18", "AG-A17", "AG-A16",
        "AG-A15", "AG-U14",
    ],
    "data_mining": [
        "DMI-UNSPECIFIED", "DMI-ALLOWED", "DMI-PROHIBITED-AIMLTRAINING", "DMI-PROHIBITED-GENAIMLTRAINING",
        "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "DMI-PROHIBITED", "DMI-PROHIBITED-SEECONSTRAINT",
        "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR", "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR",
    ],
}  # fmt: skip
OF_IPTC = [
    "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print", "humanEdits",
    "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced", "digitalCreation", "dataDrivenMedia",
    "trainedAlgorithmicMedia", "algorithmicMedia", "screenCapture", "virtualRecording", "composite",
    "compositeCapture", "compositeSynthetic",
]  # fmt: skip
RETIRED_BY_IPTC = ["minorHumanEdits", "softwareImage", "digitalArt"]


def test_codes_of_plus_are_those_of_its_vocabulary() -> None:
    assert {key: list(names) for key, names in CODES.items() if key != "digital_source_type"} == OF_PLUS


def test_source_types_on_offer_are_those_that_iptc_has_not_retired() -> None:
    assert [code for code, _name in code_choices("digital_source_type")] == ["", *OF_IPTC]


def test_retired_source_type_is_offered_where_the_photo_has_it() -> None:
    for code in RETIRED_BY_IPTC:
        offered = [each for each, _name in code_choices("digital_source_type", current=code)]
        assert sorted(offered) == sorted(["", code, *OF_IPTC])


def test_value_that_is_no_code_stays_on_offer() -> None:
    assert code_choices("model_release", current="MR-XXX")[-1] == ("MR-XXX", "MR-XXX")


def test_reader_and_form_know_the_same_source_types() -> None:
    assert set(DIGITAL_SOURCE_TYPES) == set(CODES["digital_source_type"]) == {*OF_IPTC, *RETIRED_BY_IPTC}
    assert set(OF_IPTC) > AI_SOURCE_TYPES
