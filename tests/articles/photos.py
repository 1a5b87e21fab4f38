"""Photos for stories: such as may be used and cropped, and stories that show them."""

from __future__ import annotations

from articles.domain.photos import WantedPhoto
from articles.models import Article, ArticlePhoto
from media_library.domain.rights import refresh_rights
from media_library.models import Photo, Restriction
from tests.factories.photos import make_licence, make_photo, make_rendition

WEB = ("thumb", "web-640", "web-1280", "web-1920")


def make_usable_photo(**fields: object) -> Photo:
    """A photo that may be shown and cropped, with every file that a page asks for."""
    photo = make_photo(**({"licence": make_licence(), "presets": WEB} | fields))
    for preset in WEB[1:]:
        make_rendition(photo, preset, format="webp", with_file=bool(fields.get("with_files")))
    refresh_rights([photo.pk])
    return photo


def forbid(photo: Photo, kind: str = "clients_only", words: str = "CLIENTS ONLY") -> Photo:
    """Forbid what the restriction of this kind forbids."""
    Restriction.objects.create(photo=photo, kind=kind, words=words)
    refresh_rights([photo.pk])
    return photo


def wanted(photo: Photo, place: str = "lead", position: int = 0, **fields: object) -> WantedPhoto:
    return WantedPhoto(photo_id=photo.pk, place=place, position=position, **fields)


def marker(photo: Photo) -> str:
    return f'<figure data-photo="{photo.pk}"></figure>'


def put(article: Article, photo: Photo, place: str = "lead", **fields: object) -> ArticlePhoto:
    """Let the photo stand in the working copy, whatever the verdict."""
    if place == "body" and marker(photo) not in article.body:
        article.body += marker(photo)
        Article.objects.filter(pk=article.pk).update(body=article.body)
    position = article.placed_photos.filter(place=place).count()
    return ArticlePhoto.objects.create(article=article, photo=photo, place=place, **({"position": position} | fields))


def standing(article: Article) -> list[tuple[int, str, int]]:
    """Photo, place and position of what stands in the working copy."""
    rows = article.placed_photos.order_by("place", "position")
    return list(rows.values_list("photo_id", "place", "position"))
