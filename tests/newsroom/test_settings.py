"""The settings as a process of its own reads them."""

import os
import subprocess
import sys

import pytest

from tests.engines import ROOT

PRODUCTION = {"DJANGO_SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "news.example"}


def _run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"from newsroom import settings; {code}"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_key_it_refuses_to_start_and_says_why():
    refused = _run("", {"ALLOWED_HOSTS": "news.example"})
    assert refused.returncode != 0
    assert "DJANGO_SECRET_KEY is not set" in refused.stderr


def test_kind_of_environment_that_it_does_not_know_is_refused():
    refused = _run("", PRODUCTION | {"NEWSROOM_ENV": "staging"})
    assert "'staging'" in refused.stderr


@pytest.mark.parametrize("hosts", [".example.com,www.example.com", "*", "*.example.com"])
def test_address_of_the_site_must_be_said_where_the_hosts_do_not_tell_it(hosts):
    refused = _run("", PRODUCTION | {"ALLOWED_HOSTS": hosts})
    assert "Set SITE_URL to the site's own address" in refused.stderr
    said = _run("print(settings.SITE_URL)", PRODUCTION | {"ALLOWED_HOSTS": hosts, "SITE_URL": "https://www.bta.bg/"})
    assert said.stdout.strip() == "https://www.bta.bg"


def test_address_of_the_site_is_that_of_the_first_host():
    assert _run("print(settings.SITE_URL)", PRODUCTION).stdout.strip() == "https://news.example"


@pytest.mark.parametrize(
    ("environment", "debug", "redirects", "secure_cookies"),
    [({}, False, True, True), ({"NEWSROOM_ENV": "local"}, False, False, False)],
)
def test_defaults_are_those_of_production(environment, debug, redirects, secure_cookies):
    shown = _run(
        "print(settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE)", PRODUCTION | environment
    )
    assert shown.stdout.split() == [str(debug), str(redirects), str(secure_cookies)]


def test_header_of_a_proxy_is_believed_only_when_there_is_one():
    assert _run("print(settings.SECURE_PROXY_SSL_HEADER)", PRODUCTION).stdout.strip() == "None"
    behind = _run("print(settings.SECURE_PROXY_SSL_HEADER)", PRODUCTION | {"BEHIND_PROXY": "true"})
    assert "HTTP_X_FORWARDED_PROTO" in behind.stdout


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ({"S3_RENDITIONS_DOMAIN": "photos.example.bg"}, ["photos.example.bg"]),
        (
            {"S3_ENDPOINT_URL": "https://s3.example.bg"},
            ["https://s3.example.bg", "https://public.s3.example.bg"],
        ),
        (
            {"S3_REGION": "eu-south-1"},
            [
                "https://s3.eu-south-1.amazonaws.com",
                "https://public.s3.eu-south-1.amazonaws.com",
                "https://public.s3.amazonaws.com",
            ],
        ),
    ],
)
def test_pages_may_show_pictures_from_the_store_that_they_lie_in(environment, hosts):
    store = {"PHOTO_STORAGE": "s3", "S3_ORIGINALS_BUCKET": "private", "S3_RENDITIONS_BUCKET": "public"}
    shown = _run(
        "print(*settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'][2:]);"
        "print(settings.STORAGES['renditions']['OPTIONS']['object_parameters']['CacheControl']);"
        "print('default_acl' in settings.STORAGES['originals']['OPTIONS'])",
        PRODUCTION | store | environment,
    )
    # Buckets of today know no access lists: an object is as private as its bucket.
    assert shown.stdout.splitlines() == [" ".join(hosts), "public, max-age=86400, immutable", "False"]
