"""What the page of one story shows: now, at an earlier version, or before it is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.domain.history import PublicVersion, public_versions, record_address
from articles.domain.named_links import NamedLink, link_byline, link_tags
from articles.domain.photo_figures import PhotoFigure, read_figures
from articles.domain.photo_markers import split_at_markers
from articles.domain.related import RELATED_LIMIT, related_stories
from articles.domain.relating import picks_of, propose_related
from articles.domain.rich_text import clean_body
from articles.domain.rolling_list import RollingList, rolling_list
from articles.models import Article, PublicStory, Version
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, path_in

BREAKING_FOR = dt.timedelta(hours=4)
BREAKING_URGENCY = 2
Kind = Version.Kind


class NoSuchVersion(LookupError):
    """Readers have no version of this number, or none before it to compare it with."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The same story in another language: whether it is the source of this one, and whether it has moved on since."""

    language: str
    url: str
    headline: str
    is_ahead: bool
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A piece of the text, and the photo that follows it, if one does."""

    markup: SafeString
    photo: PhotoFigure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """Everything that `articles/story.html` shows. `body` is empty where readers may not have the full text.

    `number` counts versions; `current_url` is the story's own address, which on an older version is not
    `address.path`. The lists beside the story, and the corrections that it has had, are empty on older versions.
    """

    address: PageAddress
    article_id: int
    language: str
    now: dt.datetime
    section: Section
    headline: str
    lead: str
    body: list[BodyPart]
    lead_photo: PhotoFigure | None
    supplement: list[PhotoFigure]
    is_locked: bool
    byline: list[NamedLink]
    dateline_place: str
    sign_off: str
    tags: list[NamedLink]
    first_published_at: dt.datetime
    mark: str
    marked_at: dt.datetime | None
    correction_note: str
    is_breaking: bool
    number: int
    version_count: int
    current_url: str
    history_url: str
    corrections: list[PublicVersion] = field(default_factory=list)
    translation: Translation | None = None
    related: list[PublicStory] = field(default_factory=list)
    rolling: RollingList | None = None
    is_preview: bool = False
    is_current: bool = True

    @property
    def age_in_years(self) -> int:
        """Whole years since the story was first published, by the newsroom's calendar."""
        return years_between(timezone.localtime(self.first_published_at), timezone.localtime(self.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPage:
    """What `articles/withdrawn.html` shows in the place of a withdrawn story: that it was, and why it is not."""

    address: PageAddress
    language: str
    now: dt.datetime
    section: Section
    headline: str
    notice: str
    first_published_at: dt.datetime
    withdrawn_at: dt.datetime


def years_between(start: dt.datetime, end: dt.datetime) -> int:
    """Whole years from `start` to `end`, in one zone; what began on 29 February is a year older on 1 March."""
    return end.year - start.year - ((end.month, end.day, end.time()) < (start.month, start.day, start.time()))


def preview_page(version: Version) -> StoryPage:
    """The page that this version would make if it were published now, its full text included.

    `version` may be unsaved, as `publishing.snapshot` returns it. Render "articles/story.html" with `{"page": page}`
    while `page.language` is the active language (`translation.override`), and every word is as readers will see it.
    """
    now = timezone.now()
    public = PublicStory.objects.released(at=now).filter(pk=version.article_id).first()
    told = public_versions(version.article_id, at=now) if public else []
    start = public.public_since if public else max(now, version.embargo_until or now)
    before = told[-1] if told else None
    is_told = bool(before) and version.kind not in {Kind.MINOR, Kind.ORIGINAL}
    kept_note = before.correction_note if before else ""
    shown = PublicVersion(
        number=version.number,
        kind=Kind(version.kind),
        note=version.public_note,
        public_from=version.published_at or now,
        mark=version.kind if is_told else (before.mark if before else ""),
        marked_at=(version.published_at or now) if is_told else (before.marked_at if before else None),
        correction_note=(version.public_note if version.kind == Kind.CORRECTION else "") if is_told else kept_note,
    )
    return _build_page(
        version,
        shown=shown,
        first_published_at=start,
        now=now,
        address=PageAddress(_path_of(version), {}, has_alternates=False, is_indexed=False),
        current_url=_path_of(version),
        version_count=len(told) + 1,
        is_locked=version.access == Article.Access.SUBSCRIBERS,
        is_preview=True,
        translation=_translation_of(version, now=now),
        related=propose_related(version, picks=picks_of(version.article), limit=RELATED_LIMIT),
        rolling=rolling_list(version.language, at=now),
    )


def read_story(story: PublicStory, *, now: dt.datetime, full_text_at: str = "") -> StoryPage:
    """The page of a story as it stands. The same number of queries for every story.

    `full_text_at` is the path of the page on which those who may read all of it do so; without it this is the public
    page, which keeps back what is for subscribers. Who may is asked of `permissions.may_read_full_text` beforehand.
    """
    # An update that came in since `now` was read is what the row holds already.
    told = public_versions(story.article_id, at=max(now, story.version.public_from))
    translation = _translation_of(story.version, now=now)
    url = full_text_at or story.get_absolute_url()
    others = {translation.language: translation.url} if translation else {}
    return _build_page(
        story.version,
        shown=told[-1],
        first_published_at=story.public_since,
        now=now,
        address=record_address(story, "", base=url) if full_text_at else PageAddress(url, others),
        current_url=url,
        version_count=len(told),
        is_locked=not full_text_at and story.version.access == Article.Access.SUBSCRIBERS,
        corrections=[version for version in told if version.kind == Kind.CORRECTION],
        translation=translation,
        related=related_stories(story.article_id, language=story.language, at=now),
        rolling=rolling_list(story.language, at=now),
    )


def read_version(story: PublicStory, *, number: int, now: dt.datetime, full_text_at: str = "") -> StoryPage:
    """The page of one version exactly as it was; `full_text_at` as in `read_story`.

    Raises NoSuchVersion for one that readers never had.
    """
    told = public_versions(story.article_id, at=now)
    shown = next((version for version in told if version.number == number), None)
    if shown is None:
        raise NoSuchVersion(number)
    version = Version.objects.select_related("section").get(article_id=story.article_id, number=number)
    return _build_page(
        version,
        shown=shown,
        first_published_at=story.public_since,
        now=now,
        address=record_address(story, f"history/{number}/", base=full_text_at),
        current_url=full_text_at or story.get_absolute_url(),
        version_count=len(told),
        is_locked=not full_text_at and is_full_text_withheld(story, version),
        is_current=version.pk == story.version_id,
    )


def find_story(article_id: int, *, now: dt.datetime) -> PublicStory:
    """The story that has an address at `now`, withdrawn ones among them. Raises PublicStory.DoesNotExist.

    One that was withdrawn while an embargo still held it back has never been read, and has no address ever.
    """
    story = PublicStory.objects.released(at=now).select_related("version__section", "section").get(pk=article_id)
    if story.killed and story.mark != Kind.KILL:
        raise PublicStory.DoesNotExist
    return story


def read_withdrawn(story: PublicStory, *, now: dt.datetime) -> WithdrawnPage:
    """The notice page of a withdrawn story."""
    return WithdrawnPage(
        address=PageAddress(story.get_absolute_url(), {}, has_alternates=False, is_indexed=False),
        language=story.language,
        now=now,
        section=story.section,
        headline=story.version.headline,
        notice=story.version.public_note,
        first_published_at=story.public_since,
        withdrawn_at=story.version.published_at,
    )


def is_full_text_withheld(story: PublicStory, *versions: Version) -> bool:
    """Whether the public pages keep these versions' text back: one of them, or the current one, is for subscribers."""
    return any(version.access == Article.Access.SUBSCRIBERS for version in (story.version, *versions))


def is_breaking_at(urgency: int, public_since: dt.datetime, *, at: dt.datetime) -> bool:
    """Whether a story of this urgency still stands as breaking news at `at`."""
    return urgency <= BREAKING_URGENCY and at - public_since < BREAKING_FOR


def _build_page(
    version: Version,
    *,
    shown: PublicVersion,
    first_published_at: dt.datetime,
    now: dt.datetime,
    is_locked: bool,
    is_preview: bool = False,
    **rest: object,
) -> StoryPage:
    withhold = is_locked and not is_preview
    # What stands in the text belongs to the text.
    photos = [photo for photo in version.photos if photo["place"] == "lead" or not withhold]
    figures = read_figures(photos, language=version.language)
    return StoryPage(
        article_id=version.article_id,
        language=version.language,
        now=now,
        section=version.section,
        headline=version.headline,
        lead=version.lead,
        body=[] if withhold else _parts_of(version.body, figures),
        lead_photo=next((figure for figure in figures if figure.place == "lead"), None),
        supplement=[figure for figure in figures if figure.place == "supplement"],
        is_locked=is_locked,
        byline=link_byline(version),
        dateline_place=version.dateline_place,
        sign_off=version.sign_off,
        tags=link_tags(version, now=now, with_all_links=is_preview),
        first_published_at=first_published_at,
        mark=shown.mark,
        marked_at=shown.marked_at,
        correction_note=shown.correction_note,
        is_breaking=is_breaking_at(version.urgency, first_published_at, at=now),
        number=version.number,
        history_url=f"{rest['current_url']}history/",
        is_preview=is_preview,
        **rest,  # type: ignore[arg-type]  # Keyword by keyword what the two kinds of page differ in.
    )


def _parts_of(body: str, figures: list[PhotoFigure]) -> list[BodyPart]:
    """The text with its photos between its pieces; a marker that no photo answers to leaves nothing behind."""
    placed = {figure.photo_id: figure for figure in figures if figure.place == "body"}
    # Sanitised when it was written, and again here: the pieces are cut between blocks of what was just cleaned.
    return [
        BodyPart(mark_safe(markup), placed.get(photo_id or 0))  # noqa: S308
        for markup, photo_id in split_at_markers(clean_body(body))
        if markup or photo_id in placed
    ]


def _path_of(version: Version) -> str:
    return path_in(version.language, "articles:story", version.section.slug, version.article_id, version.slug)


def _translation_of(version: Version, *, now: dt.datetime) -> Translation | None:
    """The public story of the same family in another language. One query."""
    family = Q(translation_of=version.article_id)
    if version.translation_of_id:
        family |= Q(pk=version.translation_of_id) | Q(translation_of=version.translation_of_id)
    other = (
        PublicStory.objects.visible(at=now)
        .filter(family)
        .exclude(language=version.language)
        .for_lists()
        .order_by("article_id")
        .first()
    )
    if other is None:
        return None
    is_source = other.pk == version.translation_of_id
    basis = version.translated_version if is_source else None
    is_ahead = basis is not None and other.version.number > basis
    return Translation(other.language, other.get_absolute_url(), other.version.headline, is_ahead, is_source)
