"""On which stories a role's permissions hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from articles.models import Article


class DeskBackend(BaseBackend):
    """Answers `has_perm(permission, article)`: the role holds the permission, and the story is within its reach.

    Within reach is every story for who may work in every section; for editors the stories of the sections that they
    edit. What one began or signed is in reach for writing and submitting only: whoever publishes answers for a section.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Article) or not user_obj.is_active or not user_obj.has_perm(perm):
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
