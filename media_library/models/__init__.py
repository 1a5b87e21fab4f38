from media_library.models.arrival import Arrival
from media_library.models.credit import CreditRole, CreditRule, Party, PhotoCredit
from media_library.models.photo import Photo, PhotoTag
from media_library.models.photo_act import PhotoAct
from media_library.models.photo_metadata import MetadataEdit, RawBlock, Reading
from media_library.models.photo_of_the_day import PhotoOfTheDay
from media_library.models.rendition import Rendition
from media_library.models.rights import HOME_TERRITORY, Lease, Restriction, RightsWindow, Use
from media_library.models.section import Section
from media_library.models.supplier import Licence, Supplier
from media_library.models.tag import Tag

__all__ = [
    "HOME_TERRITORY",
    "Arrival",
    "CreditRole",
    "CreditRule",
    "Lease",
    "Licence",
    "MetadataEdit",
    "Party",
    "Photo",
    "PhotoAct",
    "PhotoCredit",
    "PhotoOfTheDay",
    "PhotoTag",
    "RawBlock",
    "Reading",
    "Rendition",
    "Restriction",
    "RightsWindow",
    "Section",
    "Supplier",
    "Tag",
    "Use",
]
