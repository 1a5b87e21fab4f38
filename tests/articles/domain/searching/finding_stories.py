"""How the tests look for stories."""

from django.utils import timezone

from articles.domain.searching.finding import StorySearch
from articles.domain.searching.wish import StoryWish


def search_for(words="", *, at=None, **wish):
    return StorySearch(StoryWish(words=words, **wish), at=at or timezone.now())


def found(words="", **wish):
    """The numbers of the stories that are found, the newest first."""
    return [match.story_id for match in search_for(words, **wish).newest(count=100)]
