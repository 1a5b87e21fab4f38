"""Photos that a customer has bought, by the real act."""

from collections.abc import Iterable
from pathlib import Path

from media_library.domain.intake import Filing, take_photo
from media_library.domain.photo_acts import release_photo
from media_library.domain.processing import process_photo
from media_library.domain.showing import edit_metadata
from media_library.models import Arrival, Photo, Supplier
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.models import Member, Purchase
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.photos import make_licence, make_supplier
from tests.media_library.photo_files import make_jpeg


def make_buyer(role: str = "buyer", **terms: object) -> Member:
    """A member whose customer has one package with enough in it; terms are the package's."""
    member = make_member(make_customer(), role=role)
    make_subscription(member.customer, **({"photos": 1000} | terms))
    return member


def buy_photos(photos: Iterable[Photo], *, member: Member, use: str = "editorial") -> list[Purchase]:
    """The purchases of these photos, in their order."""
    quote = quote_photos([photo.pk for photo in photos], member=member, use=use)
    keys = [wanted.key for line in quote.lines for wanted in line.to_acknowledge]
    bought = confirm(quote.token, member=member, acknowledged=keys).purchases.all()
    by_photo = {purchase.photo_id: purchase for purchase in bought}
    return [by_photo[photo.pk] for photo in photos]


def buy_photo(photo: Photo | None = None, *, member: Member | None = None) -> Purchase:
    """One purchase; by default of a photo whose files are nowhere, by a new customer."""
    (purchase,) = buy_photos([photo or make_sold_photo()], member=member or make_buyer())
    return purchase


def take_sold_photo(
    path: Path, *, headline: str = "Мост", supplier: Supplier | None = None, made: bytes | None = None, **file: object
) -> Photo:
    """A photo with a real file, taken in, processed and released, that may be sold. `made` is a file that is there."""
    if made is None:
        make_jpeg(path, **({"size": (300, 200), "iim": {"2:80": "Мария Георгиева", "2:120": "Надпис"}} | file))
    else:
        path.write_bytes(made)
    supplier = supplier or make_supplier(licence=make_licence())
    photo = take_photo(path, file_name=path.name, way=Arrival.Way.COMMAND, filing=Filing(supplier=supplier)).photo
    process_photo(photo.pk)
    edit_metadata(photo.pk, {"headline": headline}, by=None)
    release_photo(photo.pk, by=None)
    photo.refresh_from_db()
    return photo
