"""Pictures that stand inside a story's body, in HTML and in NITF."""

from lxml import etree

from articles.domain.wire.item import WirePicture
from articles.domain.wire.values import clean_line, read_whole_number
from articles.domain.wire.xml_source import local_name

MAX_SIDE = 1_000_000  # pixels


def read_side(value: object) -> int | None:
    """The width or height of a picture in pixels."""
    return read_whole_number(value, lowest=1, highest=MAX_SIDE)


def words_in(element: etree._Element) -> str:
    """All words of an element on one line."""
    return clean_line(" ".join(str(part) for part in element.itertext()))


def picture_from_image(image: etree._Element, *, caption: str = "", byline: str = "") -> WirePicture:
    """An HTML `img`; the alternative text stands in for a caption that is missing."""
    return WirePicture(
        name=clean_line(image.get("data-assoc-ref") or ""),
        href=clean_line(image.get("src") or ""),
        caption=caption or clean_line(image.get("alt") or ""),
        byline=byline,
        width=read_side(image.get("width")),
        height=read_side(image.get("height")),
    )


def picture_from_figure(figure: etree._Element) -> list[WirePicture]:
    """The images of an HTML `figure`, under its caption and its byline or credit."""
    caption = byline = ""
    for part in figure.iterdescendants():
        name, classes = local_name(part), (part.get("class") or "").lower()
        if name == "figcaption":
            caption = words_in(part)
        elif not byline and ("byline" in classes or "credit" in classes):
            byline = words_in(part)
    images = (part for part in figure.iterdescendants() if local_name(part) == "img")
    return [picture_from_image(image, caption=caption, byline=byline) for image in images]


def picture_from_nitf_media(media: etree._Element) -> WirePicture | None:
    """NITF `media` of the type image, by its first reference; None for other media."""
    if (media.get("media-type") or "").lower() not in {"image", "photo", "picture"}:
        return None
    parts = {local_name(part): part for part in reversed(media)}
    reference = parts.get("media-reference")
    caption = parts.get("media-caption")
    producer = parts.get("media-producer")
    if reference is None:
        return None
    return WirePicture(
        name=clean_line(reference.get("name") or ""),
        href=clean_line(reference.get("source") or ""),
        caption="" if caption is None else words_in(caption),
        byline="" if producer is None else words_in(producer),
        mime_type=clean_line(reference.get("mime-type") or ""),
        width=read_side(reference.get("width")),
        height=read_side(reference.get("height")),
    )
