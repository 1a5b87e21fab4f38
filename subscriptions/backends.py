"""What a licence allows, answered where Django asks for permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from articles.domain.permissions import READ_FULL_TEXT
from articles.models import Article
from subscriptions.domain.entitlement import is_entitled_to_story


class SubscriberBackend(BaseBackend):
    """Answers `has_perm("articles.read_full_text", article)`: the person's customer holds a licence in force on it."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm != READ_FULL_TEXT or not isinstance(obj, Article) or not user_obj.is_active:
            return False
        return is_entitled_to_story(user_obj, obj.pk)
