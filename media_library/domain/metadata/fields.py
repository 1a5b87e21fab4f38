"""Which fields a photo has, and where each is read from, in the order in which the places count.

After the IPTC Photo Metadata Standard 2023.2 with its mapping to IIM and EXIF, the PLUS Licence Data Format, and the
guidance of the Metadata Working Group 2.0. The location of IPTC Core and IIM is the one
that is pictured, so it stands in for the location shown, never for the location created.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from media_library.domain.metadata import exif
from media_library.domain.metadata.iim import DatasetId

Shape: TypeAlias = Literal[
    "line",  # text on one line
    "note",  # text with its lines
    "names",  # names on one line, joined with commas
    "list",  # a list of texts on one line each
    "creators",  # a list of {"name", "job_title"}
    "address",  # a web address
    "code",  # the last part of a URI of a controlled vocabulary
    "country_code",  # ISO 3166-1 alpha-2
    "moment",  # ISO 8601
    "position",  # {"lat", "lon"}
]
Language: TypeAlias = Literal["", "bg", "en"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. XMP paths are as in `find_values`; of a moment in IIM, the date and the time; of EXIF, the tags.

    `language` is the one of the values that belong here, "" when the field has no language.
    """

    key: str
    shape: Shape
    xmp: tuple[str, ...] = ()
    iim: tuple[DatasetId, ...] = ()
    exif: tuple[int, ...] = ()
    language: Language = ""


CREATOR_JOB_TITLE_XMP: Final = "photoshop:AuthorsPosition"
CREATOR_JOB_TITLE_IIM: Final[DatasetId] = (2, 85)


def _in_both_languages(
    name: str, shape: Shape, *, xmp: str, iim: tuple[DatasetId, ...] = (), exif_tags: tuple[int, ...] = ()
) -> tuple[Field, Field]:
    return (
        Field(f"{name}_bg", shape, (xmp,), iim, exif_tags, "bg"),
        Field(f"{name}_en", shape, (xmp,), iim, exif_tags, "en"),
    )


_SHOWN: Final = "Iptc4xmpExt:LocationShown/Iptc4xmpExt"
_CREATED: Final = "Iptc4xmpExt:LocationCreated/Iptc4xmpExt"

FIELDS: Final[tuple[Field, ...]] = (
    # What the photo shows
    Field("headline", "line", ("photoshop:Headline",), ((2, 105),)),
    *_in_both_languages(
        "caption", "note", xmp="dc:description", iim=((2, 120),), exif_tags=(exif.IMAGE_DESCRIPTION, exif.XP_COMMENT)
    ),
    Field("caption_writer", "line", ("photoshop:CaptionWriter",), ((2, 122),)),
    *_in_both_languages("alt", "note", xmp="Iptc4xmpCore:AltTextAccessibility"),
    *_in_both_languages("description", "note", xmp="Iptc4xmpCore:ExtDescrAccessibility"),
    Field("title", "line", ("dc:title",), ((2, 5),), (exif.XP_TITLE,)),
    Field("job_id", "line", ("photoshop:TransmissionReference",), ((2, 103),)),
    # Who made it and who gave it to us
    Field(
        "creators",
        "creators",
        ("dc:creator", "plus:ImageCreator/plus:ImageCreatorName"),
        ((2, 80),),
        (exif.ARTIST, exif.XP_AUTHOR),
    ),
    Field("credit", "line", ("photoshop:Credit",), ((2, 110),)),
    Field("source", "line", ("photoshop:Source",), ((2, 115),)),
    Field("supplier_name", "line", ("plus:ImageSupplier/plus:ImageSupplierName",)),
    Field("supplier_image_id", "line", ("plus:ImageSupplierImageID",)),
    # Rights
    Field("copyright_notice", "line", ("dc:rights",), ((2, 116),), (exif.COPYRIGHT,)),
    Field("copyright_owner", "names", ("plus:CopyrightOwner/plus:CopyrightOwnerName", "xmpRights:Owner")),
    Field("licensor_name", "line", ("plus:Licensor/plus:LicensorName",)),
    Field("licensor_url", "address", ("plus:Licensor/plus:LicensorURL",)),
    Field("usage_terms", "note", ("xmpRights:UsageTerms",)),
    Field("web_statement", "address", ("xmpRights:WebStatement",)),
    Field("instructions", "note", ("photoshop:Instructions",), ((2, 40),)),
    # When and where
    Field(
        "taken_at",
        "moment",
        ("photoshop:DateCreated", "exif:DateTimeOriginal"),
        ((2, 55), (2, 60)),
        (exif.DATE_TIME_ORIGINAL,),
    ),
    Field("created_sublocation", "line", (f"{_CREATED}:Sublocation", f"{_CREATED}:LocationName")),
    Field("created_city", "line", (f"{_CREATED}:City",)),
    Field("created_region", "line", (f"{_CREATED}:ProvinceState",)),
    Field("created_country", "line", (f"{_CREATED}:CountryName",)),
    Field("created_country_code", "country_code", (f"{_CREATED}:CountryCode",)),
    Field(
        "shown_sublocation",
        "line",
        (f"{_SHOWN}:Sublocation", f"{_SHOWN}:LocationName", "Iptc4xmpCore:Location"),
        ((2, 92),),
    ),
    Field("shown_city", "line", (f"{_SHOWN}:City", "photoshop:City"), ((2, 90),)),
    Field("shown_region", "line", (f"{_SHOWN}:ProvinceState", "photoshop:State"), ((2, 95),)),
    Field("shown_country", "line", (f"{_SHOWN}:CountryName", "photoshop:Country"), ((2, 101),)),
    Field("shown_country_code", "country_code", (f"{_SHOWN}:CountryCode", "Iptc4xmpCore:CountryCode"), ((2, 100),)),
    # Who and what is in it
    Field("keywords", "list", ("dc:subject",), ((2, 25),), (exif.XP_KEYWORDS,)),
    Field("persons", "list", ("Iptc4xmpExt:PersonInImage", "Iptc4xmpExt:PersonInImageWDetails/Iptc4xmpExt:PersonName")),
    Field("organisations", "list", ("Iptc4xmpExt:OrganisationInImageName",)),
    Field("event", "line", ("Iptc4xmpExt:Event",)),
    # What may be done with it
    Field("model_release", "code", ("plus:ModelReleaseStatus",)),
    Field("property_release", "code", ("plus:PropertyReleaseStatus",)),
    Field("minor_age", "code", ("plus:MinorModelAgeDisclosure",)),
    Field("data_mining", "code", ("plus:DataMining",)),
    Field("digital_source_type", "code", ("Iptc4xmpExt:DigitalSourceType",)),
    Field("embargo_until", "moment", ("prismRights:embargoDate", "prism:embargoDate"), ((2, 30), (2, 35))),
    Field("expires_at", "moment", ("prismRights:expirationDate", "prism:expirationDate"), ((2, 37), (2, 38))),
    # Never published. Of the paths, those with the latitude; the longitude stands beside each.
    Field("gps", "position", ("exif:GPSLatitude", "Iptc4xmpExt:LocationCreated/exif:GPSLatitude")),
)

FIELD_KEYS: Final = tuple(field.key for field in FIELDS)

# IPTC NewsCodes: the codes in their one spelling, the retired ones too. Others are kept as they are written.
DIGITAL_SOURCE_TYPES: Final = (
    "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print", "minorHumanEdits", "humanEdits",
    "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced", "softwareImage", "digitalArt",
    "digitalCreation", "dataDrivenMedia", "trainedAlgorithmicMedia", "algorithmicMedia", "screenCapture",
    "virtualRecording", "composite", "compositeCapture", "compositeSynthetic",
)  # fmt: skip
