"""Collecting what an item lists, within bounds, and naming what has no place with us."""

from typing import Final

from articles.domain.wire.item import TagKind, WirePicture, WireSubject, WireTag
from articles.domain.wire.values import shorten

MAX_KEPT: Final = 200
_MEDIA_TOPICS: Final = "http://cv.iptc.org/newscodes/mediatopic/"


class Gathering:
    """The lists of one item while it is read: at most 200 tags, subjects, pictures and unmapped names."""

    def __init__(self) -> None:
        self._tags: dict[tuple[str, TagKind], WireTag] = {}
        self._subjects: dict[WireSubject, None] = {}
        self._pictures: list[WirePicture] = []
        self._unmapped: dict[str, None] = {}
        self._too_many: dict[str, int] = {}

    def add_tag(self, name: str, *, kind: TagKind, field: str) -> None:
        """A name is kept once for each kind, in the spelling that came first."""
        if not name:
            self.leave_out(f"{field} (unnamed)")
        elif (key := (name.casefold(), kind)) not in self._tags and self._has_room(len(self._tags), field=field):
            self._tags[key] = WireTag(name=name, kind=kind)

    def add_subject(self, *, code: str, scheme: str, uri: str, name: str, field: str) -> None:
        """Keep a concept, with the IPTC Media Topics brought to one spelling."""
        uri = uri.replace("https://cv.iptc.org/", "http://cv.iptc.org/")
        if not scheme and code.startswith("medtop:"):
            scheme, code = "medtop", code.removeprefix("medtop:")
        if scheme == "medtop" and not uri:
            uri = f"{_MEDIA_TOPICS}{code}"
        elif uri.startswith(_MEDIA_TOPICS):
            scheme, code = "medtop", uri.removeprefix(_MEDIA_TOPICS)
        elif not scheme and code and uri.endswith(code):
            scheme = uri.removesuffix(code)
        subject = WireSubject(code=code, scheme=scheme, uri=uri, name=name)
        if not (code or uri or name):
            self.leave_out(f"{field} (unnamed)")
        elif subject not in self._subjects and self._has_room(len(self._subjects), field=field):
            self._subjects[subject] = None

    def add_picture(self, picture: WirePicture, *, field: str) -> None:
        """A picture without an address can't be fetched by anyone; it is only named."""
        if not picture.href:
            self.leave_out(field)
        elif self._has_room(len(self._pictures), field=field):
            self._pictures.append(picture)

    def leave_out(self, field: str) -> None:
        """Name something that the item says and we do not keep, once."""
        self._unmapped.setdefault(shorten(field))

    def _has_room(self, kept: int, *, field: str) -> bool:
        if kept < MAX_KEPT:
            return True
        self._too_many[field] = self._too_many.get(field, 0) + 1
        return False

    @property
    def tags(self) -> tuple[WireTag, ...]:
        return tuple(self._tags.values())

    @property
    def subjects(self) -> tuple[WireSubject, ...]:
        return tuple(self._subjects)

    @property
    def pictures(self) -> tuple[WirePicture, ...]:
        return tuple(self._pictures)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """What was left out, in the order of the item; lists that were cut as «people (57 more)»."""
        names = [*self._unmapped, *(f"{field} ({count} more)" for field, count in self._too_many.items())]
        if len(names) > MAX_KEPT:
            return (*names[:MAX_KEPT], f"… ({len(names) - MAX_KEPT} more)")
        return tuple(names)


class PictureChoice:
    """The largest of the renditions in which one picture is offered."""

    def __init__(self) -> None:
        self._best: tuple[int, WirePicture] | None = None
        self._count = 0

    def offer(self, picture: WirePicture) -> None:
        """Consider a rendition; of two equally large ones, the first is taken."""
        self._count += 1
        size = (picture.width or 0) * (picture.height or 0)
        if picture.href and (self._best is None or size > self._best[0]):
            self._best = (size, picture)

    def keep(self, gathering: Gathering, *, field: str) -> bool:
        """Give the chosen rendition to the item, name the others; say whether there was one to choose."""
        if self._best:
            gathering.add_picture(self._best[1], field=field)
        if others := self._count - bool(self._best):
            gathering.leave_out(f"{field} ({others} more)")
        return self._best is not None
