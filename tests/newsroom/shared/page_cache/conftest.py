import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from newsroom.page_changes import next_change
from newsroom.shared.page_cache import bumping
from newsroom.shared.page_cache.copies import Copies
from newsroom.shared.page_cache.link import ValkeyLink
from newsroom.shared.page_cache.serving import PageCache
from tests.factories.stories import make_story

# The machine of the tests has more to do than one in service.
PATIENT = 10.0


@pytest.fixture
def copies():
    return Copies(ValkeyLink(settings.PAGE_CACHE_URL, timeout=PATIENT, rest=0.0))


@pytest.fixture(autouse=True)
def patient_acts(copies, monkeypatch):
    monkeypatch.setattr(bumping, "copies_for_acts", lambda: copies)


@pytest.fixture(autouse=True)
def connection_of_the_test():
    """A request that begins or ends leaves the test its connection, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """What is done here is committed, as far as those can tell who wait for it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def site(copies):
    return PageCache(WSGIHandler(), next_change=next_change, copies=copies)


@pytest.fixture
def story():
    return make_story()
