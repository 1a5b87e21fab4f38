"""On which stories a role's permissions hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from newsroom.models import User


READ_FULL_TEXT = "articles.read_full_text"


def may_read_full_text(user: User | AnonymousUser, article: Article) -> bool:
    """Whether this person may read a story that is for subscribers. Every authentication backend is asked."""
    return user.has_perm(READ_FULL_TEXT, article)


class DeskBackend(BaseBackend):
    """Answers `has_perm(permission, article)`: the role holds the permission, and the story is within its reach.

    Whoever may look at the working copy may read the full text too.

    Within reach is every story for who may work in every section; for editors the stories of the sections that they
    edit. What one began or signed is in reach for writing and submitting only: whoever publishes answers for a section.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Article) or not user_obj.is_active:
            return False
        if perm == READ_FULL_TEXT:
            return Article.objects.visible_to(user_obj).filter(pk=obj.pk).exists()
        if not user_obj.has_perm(perm):
            return False
        return _is_within_reach(obj, user_obj, is_own_work_enough=perm in _FOR_OWN_WORK)


_FOR_OWN_WORK = {"articles.view_article", "articles.change_article", "articles.submit_article"}


def _is_within_reach(article: Article, user: Any, *, is_own_work_enough: bool) -> bool:
    if user.has_perm("articles.work_in_every_section"):
        return True
    if user.has_perm("articles.edit_article") and user.sections_edited.filter(pk=article.section_id).exists():
        return True
    if not is_own_work_enough:
        return False
    if article.created_by_id == user.pk:
        return True
    return article.pk is not None and article.byline.filter(author__user=user).exists()
