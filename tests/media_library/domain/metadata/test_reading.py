"""Which source wins, and what is passed over."""

import pytest

from media_library.domain.metadata import (
    FIELD_KEYS,
    RULES_VERSION,
    DerivedValue,
    MetadataReading,
    RawBlock,
    ReadingWarning,
    read_blocks,
    read_metadata,
)
from tests.media_library.photo_files import exif_block, iim_block, make_jpeg, xmp_packet


@pytest.fixture
def read(tmp_path):
    """Read a photo made by `make_jpeg`."""

    def read_photo(character_set: str = "", **made: object) -> MetadataReading:
        path = tmp_path / "photo.jpg"
        make_jpeg(path, **made)
        return read_metadata(read_blocks(path), character_set=character_set)

    return read_photo


def values_of(reading: MetadataReading) -> dict[str, object]:
    return {key: derived.value for key, derived in reading.values.items()}


def codes_of(reading: MetadataReading) -> list[str]:
    return [warning.code for warning in reading.warnings]


def alt(*texts: tuple[str, str]) -> str:
    items = "".join(f'<rdf:li xml:lang="{language}">{text}</rdf:li>' for language, text in texts)
    return f"<rdf:Alt>{items}</rdf:Alt>"


def seq(*items: str) -> str:
    return "<rdf:Seq>" + "".join(f"<rdf:li>{item}</rdf:li>" for item in items) + "</rdf:Seq>"


def struct(*fields: str) -> str:
    return f'<rdf:Bag><rdf:li rdf:parseType="Resource">{"".join(fields)}</rdf:li></rdf:Bag>'


EVERYTHING = (
    "<photoshop:Headline>Среща</photoshop:Headline>"
    f"<dc:description>{alt(('bg', 'Надпис'), ('en', 'Caption'))}</dc:description>"
    "<photoshop:CaptionWriter>ив</photoshop:CaptionWriter>"
    f"<Iptc4xmpCore:AltTextAccessibility>{alt(('bg', 'Две делегации'), ('en', 'Two delegations'))}"
    "</Iptc4xmpCore:AltTextAccessibility>"
    f"<Iptc4xmpCore:ExtDescrAccessibility>{alt(('bg', 'Дълго'), ('en', 'Long'))}</Iptc4xmpCore:ExtDescrAccessibility>"
    f"<dc:title>{alt(('x-default', 'T-1'))}</dc:title>"
    "<photoshop:TransmissionReference>job</photoshop:TransmissionReference>"
    f"<dc:creator>{seq('Мария Георгиева', 'Second')}</dc:creator>"
    "<photoshop:AuthorsPosition>Staff</photoshop:AuthorsPosition>"
    "<photoshop:Credit>Пресфото/ЕПА</photoshop:Credit><photoshop:Source>ЕПА</photoshop:Source>"
    f"<plus:ImageSupplier>{struct('<plus:ImageSupplierName>Supplier</plus:ImageSupplierName>')}</plus:ImageSupplier>"
    "<plus:ImageSupplierImageID>S-1</plus:ImageSupplierImageID>"
    f"<dc:rights>{alt(('x-default', '© Пресфото'))}</dc:rights>"
    "<plus:CopyrightOwner><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><plus:CopyrightOwnerName>One</plus:CopyrightOwnerName></rdf:li>'
    '<rdf:li rdf:parseType="Resource"><plus:CopyrightOwnerName>Two</plus:CopyrightOwnerName></rdf:li>'
    "</rdf:Seq></plus:CopyrightOwner>"
    "<plus:Licensor>"
    + struct("<plus:LicensorName>L</plus:LicensorName><plus:LicensorURL>https://l.example/x</plus:LicensorURL>")
    + "</plus:Licensor>"
    f"<xmpRights:UsageTerms>{alt(('x-default', 'EDITORIAL USE ONLY'))}</xmpRights:UsageTerms>"
    "<xmpRights:WebStatement>www.rights.example/1</xmpRights:WebStatement>"
    "<photoshop:Instructions>NO SALES</photoshop:Instructions>"
    "<photoshop:DateCreated>2025-06-03T10:15:00+03:00</photoshop:DateCreated>"
    "<Iptc4xmpExt:LocationCreated>"
    + struct(
        "<Iptc4xmpExt:Sublocation>Hall</Iptc4xmpExt:Sublocation><Iptc4xmpExt:City>Sofia</Iptc4xmpExt:City>",
        "<Iptc4xmpExt:ProvinceState>Sofia-grad</Iptc4xmpExt:ProvinceState>",
        "<Iptc4xmpExt:CountryName>Bulgaria</Iptc4xmpExt:CountryName>",
        "<Iptc4xmpExt:CountryCode>BGR</Iptc4xmpExt:CountryCode>",
    )
    + "</Iptc4xmpExt:LocationCreated><Iptc4xmpCore:Location>Palace</Iptc4xmpCore:Location>"
    "<photoshop:City>Vienna</photoshop:City><photoshop:State>Wien</photoshop:State>"
    "<photoshop:Country>Austria</photoshop:Country><Iptc4xmpCore:CountryCode>AUT</Iptc4xmpCore:CountryCode>"
    f"<dc:subject>{seq('едно', 'две', 'едно')}</dc:subject>"
    f"<Iptc4xmpExt:PersonInImage>{seq('Иван')}</Iptc4xmpExt:PersonInImage><Iptc4xmpExt:PersonInImageWDetails>"
    + struct("<Iptc4xmpExt:PersonName>Ана</Iptc4xmpExt:PersonName>")
    + "</Iptc4xmpExt:PersonInImageWDetails>"
    f"<Iptc4xmpExt:OrganisationInImageName>{seq('ООН')}</Iptc4xmpExt:OrganisationInImageName>"
    f"<Iptc4xmpExt:Event>{alt(('x-default', 'Среща'))}</Iptc4xmpExt:Event>"
    "<plus:ModelReleaseStatus>http://ns.useplus.org/ldf/vocab/MR-NON</plus:ModelReleaseStatus>"
    '<plus:PropertyReleaseStatus rdf:resource="http://ns.useplus.org/ldf/vocab/PR-NAP"/>'
    "<plus:MinorModelAgeDisclosure>http://ns.useplus.org/ldf/vocab/AG-A25</plus:MinorModelAgeDisclosure>"
    "<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>"
    "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    "</Iptc4xmpExt:DigitalSourceType>"
    "<exif:GPSLatitude>42,41.5N</exif:GPSLatitude><exif:GPSLongitude>23,19,12W</exif:GPSLongitude>"
)  # fmt: skip


def test_every_field_is_read(read):
    reading = read(xmp=EVERYTHING, iim={"2:30": "20250604", "2:35": "060000+0300", "2:37": "20260101"})
    assert values_of(reading) == {
        "headline": "Среща",
        "caption_bg": "Надпис",
        "caption_en": "Caption",
        "caption_writer": "ив",
        "alt_bg": "Две делегации",
        "alt_en": "Two delegations",
        "description_bg": "Дълго",
        "description_en": "Long",
        "title": "T-1",
        "job_id": "job",
        "creators": [{"name": "Мария Георгиева", "job_title": "Staff"}, {"name": "Second", "job_title": ""}],
        "credit": "Пресфото/ЕПА",
        "source": "ЕПА",
        "supplier_name": "Supplier",
        "supplier_image_id": "S-1",
        "copyright_notice": "© Пресфото",
        "copyright_owner": "One, Two",
        "licensor_name": "L",
        "licensor_url": "https://l.example/x",
        "usage_terms": "EDITORIAL USE ONLY",
        "web_statement": "https://www.rights.example/1",
        "instructions": "NO SALES",
        "taken_at": "2025-06-03T10:15:00+03:00",
        "created_sublocation": "Hall",
        "created_city": "Sofia",
        "created_region": "Sofia-grad",
        "created_country": "Bulgaria",
        "created_country_code": "BG",
        "shown_sublocation": "Palace",
        "shown_city": "Vienna",
        "shown_region": "Wien",
        "shown_country": "Austria",
        "shown_country_code": "AT",
        "keywords": ["едно", "две"],
        "persons": ["Иван", "Ана"],
        "organisations": ["ООН"],
        "event": "Среща",
        "model_release": "MR-NON",
        "property_release": "PR-NAP",
        "minor_age": "AG-A25",
        "data_mining": "DMI-PROHIBITED-AIMLTRAINING",
        "digital_source_type": "trainedAlgorithmicMedia",
        "embargo_until": "2025-06-04T06:00:00+03:00",
        "expires_at": "2026-01-01",
        "gps": {"lat": 42.691667, "lon": -23.32},
    }
    assert tuple(reading.values) == FIELD_KEYS
    assert reading.warnings == ()
    assert {derived.source for derived in reading.values.values()} == {"xmp", "iim"}


def test_cyrillic_iim_without_a_mark_is_read(read):
    reading = read(
        iim={
            "2:80": "Мария Георгиева",
            "2:85": "фотограф",
            "2:110": "Пресфото/Пул чрез ЕПА",
            "2:120": "Рибари при изгрев",
        },
        iim_charset="windows-1251",
    )
    assert values_of(reading) == {
        "caption_bg": "Рибари при изгрев",
        "creators": [{"name": "Мария Георгиева", "job_title": "фотограф"}],
        "credit": "Пресфото/Пул чрез ЕПА",
    }
    assert reading.warnings == (ReadingWarning("character_set_guessed", (("name", "windows-1251"),)),)


def test_spoilt_xmp_is_put_right_and_does_not_mislead_the_reading_of_iim(read):
    spoilt = "Мария Георгиева".encode("windows-1251").decode("windows-1252")
    assert spoilt == "Ìàðèÿ Ãåîðãèåâà"
    reading = read(
        xmp=f"<photoshop:Credit>{spoilt}</photoshop:Credit>",
        iim={"2:80": "Мария Георгиева"},
        iim_charset="windows-1251",
    )
    assert values_of(reading) == {
        "creators": [{"name": "Мария Георгиева", "job_title": ""}],
        "credit": "Мария Георгиева",
    }
    assert codes_of(reading) == ["mojibake", "character_set_guessed"]


def test_places_of_two_locations_are_not_mixed(read):
    item = '<rdf:li rdf:parseType="Resource">{}</rdf:li>'
    country = item.format("<Iptc4xmpExt:CountryName>France</Iptc4xmpExt:CountryName>")
    city = item.format("<Iptc4xmpExt:City>Sofia</Iptc4xmpExt:City>")
    locations = f"<rdf:Bag>{country}{city}</rdf:Bag>"
    reading = read(xmp=f"<Iptc4xmpExt:LocationShown>{locations}</Iptc4xmpExt:LocationShown>")
    assert values_of(reading) == {"shown_country": "France"}


def test_supplier_character_set_is_used_and_an_unknown_one_is_told(read):
    made = {"iim": {"2:110": "ЕПА"}, "iim_charset": "mac-cyrillic"}
    assert values_of(read(character_set="mac-cyrillic", **made)) == {"credit": "ЕПА"}
    assert codes_of(read(character_set="klingon", **made)) == ["character_set_unknown", "character_set_guessed"]


BOTH = {
    "xmp": "<photoshop:City>xmp</photoshop:City><photoshop:Headline>only xmp</photoshop:Headline>",
    "iim": {"2:90": "iim", "2:95": "only iim"},
    "exif": {0x013B: "only exif"},
}


def test_xmp_goes_before_iim_before_exif(read):
    reading = read(**BOTH)
    assert {key: (one.value, one.source) for key, one in reading.values.items()} == {
        "headline": ("only xmp", "xmp"),
        "creators": ([{"name": "only exif", "job_title": ""}], "exif"),
        "shown_city": ("xmp", "xmp"),
        "shown_region": ("only iim", "iim"),
    }


@pytest.mark.parametrize(
    ("digest", "source"), [(None, "xmp"), (True, "xmp"), (bytes(16), "xmp"), (b"of another block", "iim")]
)
def test_digest_of_another_block_makes_xmp_stale(read, digest, source):
    reading = read(**BOTH, iim_digest=digest)
    assert reading.values["shown_city"] == DerivedValue(source, source)
    assert reading.values["headline"] == DerivedValue("only xmp", "xmp")
    assert codes_of(reading) == (["stale_xmp"] if source == "iim" else [])


@pytest.mark.parametrize(
    ("xmp", "iim", "winner"),
    [
        ("a" * 40, "a" * 32, "xmp"),  # Cut at 32 bytes.
        ("ж" * 20, "ж" * 16, "xmp"),
        ("a" * 40, "a" * 30, "iim"),  # Shortened by a person.
        ("b" * 40, "a" * 32, "iim"),  # Another value, which happens to fill its bytes.
    ],
)
def test_cut_iim_value_loses_to_the_whole_one_even_when_xmp_is_stale(read, xmp, iim, winner):
    reading = read(
        xmp=f"<photoshop:Credit>{xmp}</photoshop:Credit>", iim={"2:110": iim}, iim_digest=b"of another block"
    )
    assert reading.values["credit"] == DerivedValue(xmp if winner == "xmp" else iim, winner)


def test_cut_creators_and_keywords_lose_entry_by_entry(read):
    long, longer = "Александър Петров-Георгиев", "k" * 70
    reading = read(
        xmp=f"<dc:creator>{seq(long, 'Second')}</dc:creator><dc:subject>{seq('one', longer)}</dc:subject>",
        iim={"2:80": [long.encode()[:32], b"Second"], "2:25": ["one", longer[:64]]},
        iim_digest=b"of another block",
    )
    assert values_of(reading)["creators"] == [
        {"name": long, "job_title": ""},
        {"name": "Second", "job_title": ""},
    ]
    assert reading.values["keywords"] == DerivedValue(["one", longer], "xmp")


def test_entry_taken_out_of_newer_iim_stays_out(read):
    reading = read(
        xmp=f"<dc:subject>{seq('k' * 70, 'taken out')}</dc:subject>",
        iim={"2:25": ["k" * 64]},
        iim_digest=b"of another block",
    )
    assert reading.values["keywords"] == DerivedValue(["k" * 64], "iim")


def test_iim_value_at_its_limit_without_another_is_told(read):
    reading = read(iim={"2:110": "a" * 32, "2:100": "BGR", "2:55": "20250603"})
    assert reading.warnings == (ReadingWarning("value_at_limit", (("field", "credit"), ("limit", 32))),)


def test_cut_by_line_loses_to_a_longer_artist_of_exif(read):
    artist = "Somebody with a name beyond 32 bytes"
    reading = read(iim={"2:80": artist[:32]}, exif={0x013B: artist})
    assert reading.values["creators"] == DerivedValue([{"name": artist, "job_title": ""}], "exif")


def test_more_exact_moment_of_the_same_day_wins(read):
    reading = read(
        xmp="<photoshop:DateCreated>2006-10-29</photoshop:DateCreated>",
        iim={"2:55": "20061029", "2:60": "062751-0500"},
    )
    assert reading.values["taken_at"] == DerivedValue("2006-10-29T06:27:51-05:00", "iim")


def test_moment_of_another_day_does_not(read):
    reading = read(
        xmp="<photoshop:DateCreated>2006-10-28</photoshop:DateCreated>",
        iim={"2:55": "20061029", "2:60": "062751-0500"},
    )
    assert reading.values["taken_at"] == DerivedValue("2006-10-28", "xmp")


def test_exif_moment_has_its_fraction_and_offset(read):
    reading = read(exif={0x8769: {0x9003: "2025:09:03 09:32:10", 0x9011: "+03:00", 0x9291: "25"}})
    assert reading.values["taken_at"] == DerivedValue("2025-09-03T09:32:10.250+03:00", "exif")


def test_impossible_date_leaves_the_next_source_its_turn(read):
    reading = read(
        xmp="<photoshop:DateCreated>2025-02-31</photoshop:DateCreated>",
        exif={0x8769: {0x9003: "2025:02:28 09:32:10"}},
    )
    assert reading.values["taken_at"] == DerivedValue("2025-02-28T09:32:10", "exif")
    assert codes_of(reading) == ["bad_date"]


def test_exif_texts_of_several_are_split(read):
    keywords = "едно; две".encode("utf-16-le") + b"\0\0"
    reading = read(exif={0x013B: "One; Two", 0x9C9E: keywords})
    assert values_of(reading) == {
        "creators": [{"name": "One", "job_title": ""}, {"name": "Two", "job_title": ""}],
        "keywords": ["едно", "две"],
    }


def test_what_cameras_write_into_every_photo_is_no_caption(read):
    assert read(exif={0x010E: "OLYMPUS DIGITAL CAMERA         "}).values == {}


@pytest.mark.parametrize(
    ("texts", "expected", "codes"),
    [
        ([("x-default", "Надпис")], {"caption_bg": "Надпис"}, []),
        ([("x-default", "Caption")], {"caption_en": "Caption"}, []),
        ([("x-default", "Caption"), ("bg", "Надпис")], {"caption_bg": "Надпис", "caption_en": "Caption"}, []),
        ([("x-default", "Nadpis"), ("bg-BG", "Nadpis")], {"caption_bg": "Nadpis"}, []),
        ([("en-GB", "«Надпис» на стена")], {"caption_en": "«Надпис» на стена"}, []),
        ([("de", "Bildtext")], {"caption_en": "Bildtext"}, ["other_language"]),
        ([("de", "Bildtext"), ("en", "Caption")], {"caption_en": "Caption"}, []),
    ],
)
def test_caption_goes_to_its_language(read, texts, expected, codes):
    reading = read(xmp=f"<dc:description>{alt(*texts)}</dc:description>")
    assert values_of(reading) == expected
    assert codes_of(reading) == codes


def test_language_that_xmp_lacks_comes_from_iim(read):
    reading = read(xmp=f"<dc:description>{alt(('bg', 'Надпис'))}</dc:description>", iim={"2:120": "Caption"})
    assert reading.values == {
        "caption_bg": DerivedValue("Надпис", "xmp"),
        "caption_en": DerivedValue("Caption", "iim"),
    }


@pytest.mark.parametrize(
    ("properties", "code", "parameters"),
    [
        ("<xmpRights:WebStatement>javascript:alert(1)</xmpRights:WebStatement>", "bad_address",
         {"field": "web_statement", "value": "javascript:alert(1)"}),
        ("<plus:DataMining>not a code at all</plus:DataMining>", "bad_code",
         {"field": "data_mining", "value": "not a code at all"}),
        ("<exif:GPSLatitude>95,0.0N</exif:GPSLatitude><exif:GPSLongitude>23,0.0E</exif:GPSLongitude>", "bad_position",
         {"value": "95,0.0N, 23,0.0E"}),
        ("<photoshop:DateCreated>never</photoshop:DateCreated>", "bad_date", {"field": "taken_at", "value": "never"}),
        ("<Iptc4xmpCore:CountryCode>Elsewhere</Iptc4xmpCore:CountryCode>", "unknown_country",
         {"field": "shown_country_code", "value": "Elsewhere"}),
    ],
)  # fmt: skip
def test_value_that_cannot_be_used_is_passed_over(read, properties, code, parameters):
    reading = read(xmp=properties)
    assert reading.values == {}
    assert [warning.as_json() for warning in reading.warnings] == [{"code": code, "parameters": parameters}]


def test_name_of_a_source_type_is_taken_for_its_code(read):
    reading = read(xmp="<Iptc4xmpExt:DigitalSourceType>Trained Algorithmic Media</Iptc4xmpExt:DigitalSourceType>")
    assert values_of(reading) == {"digital_source_type": "trainedAlgorithmicMedia"}


def extended(*, announced: bool) -> list[RawBlock]:
    note = f"<xmpNote:HasExtendedXMP>{'A' * 32}</xmpNote:HasExtendedXMP>" if announced else ""
    more = xmp_packet("<photoshop:Credit>extended</photoshop:Credit><dc:title>extended</dc:title>")
    return [
        RawBlock("xmp", 0, xmp_packet(f"<dc:title>standard</dc:title>{note}"), "JPEG APP1"),
        RawBlock("xmp_extended", 1, more, "APP1 " + "A" * 32),
    ]


def test_extended_xmp_completes_the_packet_that_announces_it():
    reading = read_metadata(extended(announced=True))
    assert values_of(reading) == {"title": "standard", "credit": "extended"}
    assert reading.warnings == ()


def test_extended_xmp_of_another_file_is_passed_over():
    reading = read_metadata(extended(announced=False))
    assert values_of(reading) == {"title": "standard"}
    assert codes_of(reading) == ["extended_xmp_foreign"]


def test_of_several_packets_the_first_counts():
    packets = [
        RawBlock("xmp", place, xmp_packet(f"<dc:title>{place}</dc:title>{more}"), "JPEG APP1")
        for place, more in enumerate(("", "<photoshop:Credit>second</photoshop:Credit>"))
    ]
    reading = read_metadata(packets)
    assert values_of(reading) == {"title": "0", "credit": "second"}
    assert codes_of(reading) == ["several_xmp"]


def test_broken_packet_does_not_hide_the_good_one():
    packets = [
        RawBlock("xmp", 0, b"<x:xmpmeta broken", "JPEG APP1"),
        RawBlock("xmp", 1, xmp_packet("<dc:title>good</dc:title>"), "JPEG APP1"),
    ]
    reading = read_metadata(packets)
    assert values_of(reading) == {"title": "good"}
    assert codes_of(reading) == ["several_xmp", "block_broken"]


def test_of_several_iim_blocks_the_first_counts():
    blocks = [
        RawBlock("iim", 0, iim_block({"2:110": "one"}), ""),
        RawBlock("iim", 1, iim_block({"2:110": "two", "2:115": "s"}), ""),
    ]
    reading = read_metadata(blocks)
    assert values_of(reading) == {"credit": "one", "source": "s"}
    assert codes_of(reading) == ["several_iim"]


def test_flaws_of_the_blocks_are_told():
    blocks = [
        RawBlock("xmp", 0, b"", "PNG iTXt", "too_large"),
        RawBlock("exif", 1, b"second", "JPEG APP1"),
        RawBlock("exif", 2, exif_block({0x013B: "me"}), "JPEG APP1"),
        RawBlock("iim", 3, iim_block({"2:110": "one"})[:-1], "JPEG APP13", "incomplete"),
    ]
    reading = read_metadata(blocks)
    assert values_of(reading) == {"creators": [{"name": "me", "job_title": ""}]}
    assert codes_of(reading) == ["block_too_large", "block_incomplete", "block_broken"]


def test_reading_survives_storing(read):
    reading = read(xmp=EVERYTHING, iim={"2:80": "Мария Георгиева"}, iim_charset="windows-1251")
    assert MetadataReading.from_json(reading.as_json()) == reading
    assert reading.rules_version == RULES_VERSION
