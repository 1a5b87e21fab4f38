"""Our reading of a photo's metadata: one value for each field, with the source that it came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, TypeAlias

from media_library.domain.metadata import exif
from media_library.domain.metadata.containers.gathering import RawBlock
from media_library.domain.metadata.fields import CREATOR_JOB_TITLE_IIM, CREATOR_JOB_TITLE_XMP, FIELDS, Field
from media_library.domain.metadata.iim import BYTE_LIMITS, first_text
from media_library.domain.metadata.languages import default_texts, is_in, texts_in
from media_library.domain.metadata.moments import join_exif_moment, join_iim_moment
from media_library.domain.metadata.reading_warnings import ReadingWarning, ReadingWarnings
from media_library.domain.metadata.shaping import Creator, Value, shape_creators, shape_value, shape_xmp_position
from media_library.domain.metadata.sources import Sources, read_sources
from media_library.domain.metadata.xmp import find_values

# Raised with every change that can give another value for the same blocks. What was read by older rules is read again.
RULES_VERSION: Final = 1

SourceName: TypeAlias = Literal["xmp", "iim", "exif"]

_ORDER: Final[tuple[SourceName, ...]] = ("xmp", "iim", "exif")
_ORDER_WHEN_STALE: Final[tuple[SourceName, ...]] = ("iim", "xmp", "exif")
_CUT_SHAPES: Final = {"line", "note", "list", "creators"}

# What cameras write into the description of every photo, and nobody has written about this one.
_CAMERA_DESCRIPTIONS: Final = {
    "default", "digital camera", "exif_jpeg_picture", "kodak digital still camera", "minolta digital camera",
    "olympus digital camera", "samsung camera pictures", "sony dsc", "untitled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A field's value, in the shape that `fields` gives it, and where it was found."""

    value: Value
    source: SourceName


@dataclass(frozen=True, slots=True)
class MetadataReading:
    """What the blocks say: a value for each field that has any, and what a photo editor should know about it."""

    values: dict[str, DerivedValue]
    warnings: tuple[ReadingWarning, ...]
    rules_version: int = RULES_VERSION

    def as_json(self) -> dict[str, Any]:
        """The reading as JSON that PostgreSQL can store: no NUL, no lone surrogate, no NaN."""
        return {
            "rules_version": self.rules_version,
            "values": {key: {"value": one.value, "source": one.source} for key, one in self.values.items()},
            "warnings": [warning.as_json() for warning in self.warnings],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The reading that `as_json` has written."""
        values = {key: DerivedValue(one["value"], one["source"]) for key, one in stored["values"].items()}
        warnings = tuple(ReadingWarning.from_json(one) for one in stored["warnings"])
        return cls(values, warnings, stored["rules_version"])


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One source's value. `limit` is its byte limit when the value fills it, or a date may be more exact; else 0."""

    value: Value
    source: SourceName
    limit: int = 0


def read_metadata(blocks: Sequence[RawBlock], *, character_set: str = "") -> MetadataReading:
    """Every field of the photo from its raw blocks. Never raises: what can't be read is passed over with a warning.

    XMP counts before IIM before EXIF (IPTC Photo Metadata Standard). When the IPTC digest says that the IIM fields
    were changed after the XMP fields, IIM counts first. A value that was cut at its byte limit loses to one that
    begins with it and goes on. `character_set` is what the supplier's IIM is known to be written in.
    """
    warnings = ReadingWarnings()
    sources = read_sources(blocks, character_set=character_set, warnings=warnings)
    order = _ORDER_WHEN_STALE if sources.xmp_is_stale else _ORDER
    values: dict[str, DerivedValue] = {}
    for field in FIELDS:
        candidates = [
            candidate
            for source in order
            if (candidate := _READERS[source](field, sources=sources, warnings=warnings)) is not None
        ]
        if candidates:
            winner = _choose(candidates)
            values[field.key] = DerivedValue(winner.value, winner.source)
            if winner.limit and field.shape != "moment":
                warnings.add("value_at_limit", field=field.key, limit=winner.limit)
    return MetadataReading(values, warnings.as_tuple())


def _choose(candidates: Sequence[_Candidate]) -> _Candidate:
    """The first, unless it was cut and a later one has the whole of it."""
    winner = candidates[0]
    for other in candidates[1:]:
        if winner.limit and _goes_on(other.value, after=winner.value):
            winner = other
    return winner


def _goes_on(longer: Value, *, after: Value) -> bool:
    """Whether this is the other value with more at the end; of lists, as many entries, each the same or with more."""
    if isinstance(longer, list) and isinstance(after, list):
        names, begun = [_name(entry) for entry in longer], [_name(entry) for entry in after]
        if len(names) != len(begun) or names == begun:
            return False
        return all(name.startswith(start) for name, start in zip(names, begun, strict=True))
    if isinstance(longer, str) and isinstance(after, str):
        return len(longer) > len(after) and longer.startswith(after)
    return False


def _name(entry: str | Creator) -> str:
    return entry if isinstance(entry, str) else entry["name"]


def _read_xmp(field: Field, *, sources: Sources, warnings: ReadingWarnings) -> _Candidate | None:
    if field.shape == "position":
        return _read_xmp_position(field, sources=sources, warnings=warnings)
    value: Value | None = None
    texts: list[str] = []
    for path in field.xmp:
        several = field.shape in {"list", "names", "creators"}
        found = find_values(sources.xmp, path, first_only=not several)
        if several:
            texts += [item.text for item in found]
            if field.shape != "list" and texts:
                break  # The second path says the same again in another way.
        elif field.language:
            texts += texts_in(found, language=field.language, field=field.key, warnings=warnings)
        else:
            texts += default_texts(found)
    if field.shape == "creators":
        titles = [item.text for item in find_values(sources.xmp, CREATOR_JOB_TITLE_XMP)]
        value = shape_creators(texts, job_titles=titles, field=field, warnings=warnings)
    else:
        value = shape_value(texts, field=field, warnings=warnings)
    return _Candidate(value, "xmp", 1 if field.shape == "moment" else 0) if value else None


def _read_xmp_position(field: Field, *, sources: Sources, warnings: ReadingWarnings) -> _Candidate | None:
    for path in field.xmp:
        latitudes = find_values(sources.xmp, path)
        longitudes = find_values(sources.xmp, path.replace("Latitude", "Longitude"))
        if latitudes and longitudes:
            position = shape_xmp_position(latitudes[0].text, longitudes[0].text, warnings=warnings)
            if position:
                return _Candidate(position, "xmp")
    return None


def _read_iim(field: Field, *, sources: Sources, warnings: ReadingWarnings) -> _Candidate | None:
    if not field.iim:
        return None
    if field.shape == "moment":
        date, time = (first_text(sources.iim, dataset) for dataset in field.iim)
        value = shape_value([join_iim_moment(date, time)], field=field, warnings=warnings)
        return _Candidate(value, "iim", 1) if value else None
    found = sources.iim.get(field.iim[0], ())
    texts = [item.text for item in found if not field.language or is_in(item.text, language=field.language)]
    if field.shape == "creators":
        titles = [item.text for item in sources.iim.get(CREATOR_JOB_TITLE_IIM, ())]
        value = shape_creators(texts, job_titles=titles, field=field, warnings=warnings)
    else:
        value = shape_value(texts, field=field, warnings=warnings)
    full = field.shape in _CUT_SHAPES and any(item.full for item in found)
    return _Candidate(value, "iim", BYTE_LIMITS[field.iim[0]] if full else 0) if value else None


def _read_exif(field: Field, *, sources: Sources, warnings: ReadingWarnings) -> _Candidate | None:
    if field.shape == "position":
        return _read_exif_position(sources, warnings=warnings)
    value: Value | None = None
    for reading in sources.exif:
        for tag in field.exif:
            text = reading.texts.get(tag, "")
            if field.shape == "moment" and text:
                sub_seconds = reading.texts.get(exif.SUB_SEC_TIME_ORIGINAL, "")
                offset = reading.texts.get(exif.OFFSET_TIME_ORIGINAL, "")
                text = join_exif_moment(text, sub_seconds=sub_seconds, offset=offset)
            if tag == exif.IMAGE_DESCRIPTION and text.strip().lower() in _CAMERA_DESCRIPTIONS:
                continue
            if not text.strip() or (field.language and not is_in(text, language=field.language)):
                continue
            # EXIF has one text for several creators or keywords, with semicolons between them.
            texts = text.split(";") if field.shape in {"list", "creators"} else [text]
            if field.shape == "creators":
                value = shape_creators(texts, job_titles=(), field=field, warnings=warnings)
            else:
                value = shape_value(texts, field=field, warnings=warnings)
            if value:
                return _Candidate(value, "exif")
    return None


def _read_exif_position(sources: Sources, *, warnings: ReadingWarnings) -> _Candidate | None:
    for reading in sources.exif:
        if reading.bad_position:
            warnings.add("bad_position", value=reading.bad_position)
        if reading.position:
            latitude, longitude = reading.position
            return _Candidate({"lat": latitude, "lon": longitude}, "exif")
    return None


_Reader: TypeAlias = Callable[..., _Candidate | None]
_READERS: Final[Mapping[SourceName, _Reader]] = {"xmp": _read_xmp, "iim": _read_iim, "exif": _read_exif}
