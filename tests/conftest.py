"""What every test stands on: real engines, a copied database, an empty Valkey."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.engines import TEMPLATE_VARIABLE, copy_template

DATABASE_IS_EMPTIED = pytest.StashKey[bool]()
# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis_settings.register_profile("newsroom", deadline=None)
hypothesis_settings.load_profile("newsroom")


def pytest_configure() -> None:
    if not settings.configured:
        return  # As for `pytest --help`.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # The real one is slow on purpose.
    settings.SEARCH_TIME_LIMIT = 10_000  # A busy machine is no wide search.
    settings.STORAGES = settings.STORAGES | {
        # The live server serves the files as they are; hashed names would need a collectstatic first.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Make the test database as a copy of the migrated one."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = os.environ[TEMPLATE_VARIABLE]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give each test that commits what the migrations have put into the database: the one before has emptied it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    if not (marker and marker.kwargs.get("transaction")) and fixtures.isdisjoint({"transactional_db", "live_server"}):
        return
    # pytest-django lets such tests run last, so that nobody else finds the database empty.
    if item.session.stash.get(DATABASE_IS_EMPTIED, False):
        copy_template(connections["default"])
    item.session.stash[DATABASE_IS_EMPTIED] = True


@pytest.fixture(autouse=True)
def empty_valkey() -> None:
    """Start each test with nothing cached and nothing queued."""
    cache.clear()


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Start each test in the newsroom's own language: a request in another leaves that active in the process."""
    translation.deactivate()
