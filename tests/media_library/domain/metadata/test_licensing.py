"""What our sold copies say, read by our own reader."""

import io

from lxml import etree
from PIL import Image

from media_library.domain.metadata import LicenceWords, embed_licence, read_blocks, read_metadata
from media_library.domain.metadata.iim import BYTE_LIMITS, split_datasets
from media_library.domain.metadata.xmp import NAMESPACES, find_values, read_xmp
from media_library.domain.renditions.encoding import insert_segments, rights_segments

LICENCE = LicenceWords(
    number="2025-000001",
    licensee="Вестник „Щит“",
    licensor="Национална информационна агенция",
    licensor_url="https://news.example/bg/",
    photo_id="17",
    terms_url="https://news.example/bg/licences/abc/",
    terms={"bg": "Редакционна употреба.", "en": "Editorial use."},
    regions={"bg": "България", "en": "Bulgaria"},
    constraints={"bg": "Без изрязване.", "en": "No cropping."},
    bought_on="2025-09-03",
    ends_on="2026-09-03",
    must_credit=True,
    no_crop=True,
)
SHOWN = {
    "headline": "Среща в Пекин",
    "caption_bg": "Надпис на български.\nВтори ред.",
    "caption_en": "A caption in English.",
    "caption_writer": "МГ",
    "alt_bg": "Двама души",
    "title": "BEJ101",
    "job_id": "PEK-1",
    "creators": [
        {"name": "Мария Георгиева", "job_title": "фоторепортер"},
        {"name": "Second & <Third>", "job_title": ""},
    ],
    "credit": "Пресфото/Пул чрез ЕПА",
    "source": "ЕПА",
    "supplier_name": "ЕПА",
    "supplier_image_id": "EPA-77",
    "copyright_notice": "© 2025 Пресфото",
    "copyright_owner": "Пресфото",
    "usage_terms": "Само за медии",
    "web_statement": "https://press.example/rights",
    "instructions": "EDITORIAL USE ONLY",
    "taken_at": "2025-09-03T09:32:10+03:00",
    "created_city": "Пекин",
    "created_country_code": "CN",
    "shown_city": "Пекин",
    "shown_region": "Хъбей",
    "shown_country": "Китай",
    "shown_country_code": "CN",
    "keywords": ["среща", "политика"],
    "persons": ["Иван Петров"],
    "organisations": ["ООН"],
    "event": "Среща на върха",
    "model_release": "MR-NON",
    "data_mining": "DMI-PROHIBITED",
    "digital_source_type": "digitalCapture",
    "embargo_until": "2025-09-04T00:00:00+03:00",
}
POSITION = {"gps": {"lat": 42.0, "lon": 23.0}}


def read_back(tmp_path, values):
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "JPEG")
    words = embed_licence(values, licence=LICENCE)
    (tmp_path / "copy.jpg").write_bytes(insert_segments(data.getvalue(), segments=rights_segments(words)))
    return read_metadata(read_blocks(tmp_path / "copy.jpg"))


def properties_of(values):
    return read_xmp(embed_licence(values, licence=LICENCE).xmp).properties


def texts(properties, path):
    return [value.text for value in find_values(properties, path)]


def test_everything_shown_survives_but_the_position(tmp_path):
    reading = read_back(tmp_path, SHOWN | POSITION)
    assert reading.warnings == ()
    found = {key: one.value for key, one in reading.values.items()}
    assert found.pop("usage_terms") == "Редакционна употреба.\nСамо за медии"
    assert found.pop("licensor_name") == "Национална информационна агенция"
    assert found.pop("licensor_url") == "https://news.example/bg/"
    assert found == {key: value for key, value in SHOWN.items() if key != "usage_terms"}


def test_licence_stands_in_the_properties_of_plus():
    properties = properties_of(SHOWN)
    assert texts(properties, "plus:Licensee/plus:LicenseeName") == ["Вестник „Щит“"]
    assert texts(properties, "plus:EndUser/plus:EndUserName") == ["Вестник „Щит“"]
    assert texts(properties, "plus:LicenseID") == ["2025-000001"]
    assert texts(properties, "plus:LicensorTransactionID") == ["2025-000001"]
    assert texts(properties, "plus:TermsAndConditionsURL") == ["https://news.example/bg/licences/abc/"]
    assert texts(properties, "plus:LicenseStartDate") == ["2025-09-03"]
    assert texts(properties, "plus:LicenseEndDate") == ["2026-09-03"]
    assert texts(properties, "plus:RegionConstraints") == ["България", "България", "Bulgaria"]
    assert texts(properties, "plus:CreditLineRequired") == ["http://ns.useplus.org/ldf/vocab/CR-CAI"]
    assert texts(properties, "plus:ImageAlterationConstraints") == ["http://ns.useplus.org/ldf/vocab/AL-CRP"]
    assert texts(properties, "xmpRights:UsageTerms")[-1] == "Editorial use.\nСамо за медии"


def test_licensor_of_the_source_stands_behind_ours():
    properties = properties_of({"licensor_name": "Спутник", "licensor_url": "https://source.example/"})
    assert texts(properties, "plus:Licensor/plus:LicensorName") == ["Национална информационна агенция", "Спутник"]


def test_page_of_the_licence_stands_in_for_a_missing_web_statement():
    assert texts(properties_of({}), "xmpRights:WebStatement") == ["https://news.example/bg/licences/abc/"]


def test_datasets_are_in_order_and_within_their_limits():
    block = embed_licence(SHOWN | {"caption_bg": "ж" * 3000, "instructions": "я" * 400}, licence=LICENCE).iim
    datasets, damaged = split_datasets(block)
    assert not damaged
    identities = [identity for identity, _value in datasets]
    assert identities == sorted(identities)
    assert all(len(value) <= BYTE_LIMITS.get(identity, 99) for identity, value in datasets)
    assert dict(datasets)[2, 55] == b"20250903"
    assert dict(datasets)[2, 60] == b"093210+0300"


def test_packet_is_xml_in_the_namespaces_of_the_standards():
    root = etree.fromstring(embed_licence(SHOWN, licence=LICENCE).xmp)
    used = {etree.QName(node).namespace for node in root.iter(etree.Element)}
    assert used <= {*NAMESPACES.values(), "adobe:ns:meta/"}


def test_blocks_fit_into_segments_whatever_is_in_them():
    hostile = "&\0\ud800<ж" * 1_000
    values = dict.fromkeys(SHOWN, hostile) | {
        "creators": [{"name": f"{number}{hostile}", "job_title": hostile} for number in range(200)],
        **{key: [f"{number}{hostile}" for number in range(800)] for key in ("keywords", "persons", "organisations")},
    }
    words = embed_licence(values, licence=LICENCE)
    assert all(len(payload) <= 65_533 for _marker, payload in rights_segments(words))
    assert texts(read_xmp(words.xmp).properties, "plus:LicenseID") == ["2025-000001"]
