import socket

import pytest
from django.db import transaction

from newsroom import tasks
from newsroom.models import PendingBump
from newsroom.shared.page_cache import bump, bumping
from newsroom.shared.page_cache.copies import Copies
from newsroom.shared.page_cache.link import Unavailable, ValkeyLink
from tests.asking import ask
from tests.newsroom.shared.page_cache.sites import Counted, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def view():
    return Counted()


@pytest.fixture
def warm_site(view, copies):
    site = make_site(view, copies)
    ask(site, "/bg/")
    assert view.calls == 1
    return site


@pytest.fixture
def valkey_is_gone(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    gone = Copies(ValkeyLink(f"redis://127.0.0.1:{port}/0", timeout=0.5, rest=0.0))
    with monkeypatch.context() as patch:
        patch.setattr(bumping, "copies_for_acts", lambda: gone)
        yield patch


def test_bump_comes_after_the_commit_and_not_before(warm_site, view, after_commit):
    with after_commit():
        bump("article-1")
        ask(warm_site, "/bg/")
        assert view.calls == 1
        assert PendingBump.objects.get().tags == ["article-1"]
    ask(warm_site, "/bg/")
    assert view.calls == 2
    assert not PendingBump.objects.exists()


def test_change_that_is_rolled_back_leaves_the_copies(warm_site, view, after_commit):
    with after_commit(), transaction.atomic():
        bump("article-1")
        transaction.set_rollback(True)
    ask(warm_site, "/bg/")
    assert view.calls == 1
    assert not PendingBump.objects.exists()


def test_bump_of_other_tags_leaves_the_copy(warm_site, view, after_commit):
    with after_commit():
        bump("article-2", "news-bg")
    ask(warm_site, "/bg/")
    assert view.calls == 1


def test_bump_that_valkey_did_not_hear_is_repeated_by_the_clock(warm_site, view, after_commit, valkey_is_gone):
    with after_commit():
        bump("article-1", hide=True)
    assert (PendingBump.objects.get().tags, PendingBump.objects.get().hide) == (["article-1"], True)
    with pytest.raises(Unavailable):
        bumping.repeat_pending_bumps()
    assert PendingBump.objects.count() == 1
    valkey_is_gone.undo()
    tasks.repeat_pending_bumps()
    assert PendingBump.objects.count() == 1  # Just committed: whoever did so may be about to tell.
    PendingBump.objects.update(noted_at="2026-01-01T00:00Z")
    tasks.repeat_pending_bumps()
    assert not PendingBump.objects.exists()
    ask(warm_site, "/bg/")
    assert view.calls == 2


def test_bump_without_a_page_cache_is_nothing(settings, after_commit):
    settings.PAGE_CACHE = False
    with after_commit():
        bump("article-1")
        assert not PendingBump.objects.exists()
