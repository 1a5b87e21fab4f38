"""How the desk's list of stories answers as the newsroom grows: the same pages at 1,000 and at 50,000 stories.

Run by `make bench`. Absolute times move with the machine; the ratio in the last column is what counts.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engines import temporary_newsroom

SIZES = (1_000, 50_000)
ROUNDS = 7
LIST = "/admin/articles/article/"
PAGES = {
    "the list": LIST,
    "its page 10": f"{LIST}?p=10",
    "one state": f"{LIST}?state__exact=submitted",
    "a common word": f"{LIST}?q=президент",
    "a rare word": f"{LIST}?q=необикновен",
    "no match": f"{LIST}?q=липсващадума",
    "one month": f"{LIST}?changed_at__year=2025&changed_at__month=12",
}

# Deterministic: every story is made of its number alone.
FILL = """
INSERT INTO articles_article (id, language, section_id, headline, lead, body, slugline, guests, dateline_place,
        sign_off, urgency, editors_note, sources, access, state, revision, created_by_id, changed_by_id, created_at,
        changed_at)
    SELECT n, CASE n %% 5 WHEN 0 THEN 'en' ELSE 'bg' END, (SELECT id FROM media_library_section LIMIT 1),
        format('Заглавие номер %%s: %%s говори за реформата', n,
               CASE WHEN n %% 10 = 0 THEN 'президентът' WHEN n %% 97 = 0 THEN 'необикновеният гост'
                    ELSE 'министърът' END),
        'Начало.', '<p>Текст.</p>', 'работно-' || n, '', 'София', 'НС', 1 + n %% 9, '', '', 'free',
        CASE n %% 20 WHEN 0 THEN 'submitted' WHEN 1 THEN 'draft' ELSE 'published' END, 1, %(author)s, %(author)s, at, at
    FROM (SELECT n, timestamptz '2026-01-01' - n * interval '20 minutes' AS at
          FROM generate_series(%(first)s, %(last)s) AS n) AS numbered;
INSERT INTO articles_version (id, article_id, number, kind, public_note, language, section_id, slug, headline, lead,
        body, byline, dateline_place, sign_off, urgency, tags, photos, access, first_published_at, published_at,
        recorded_at, previous_hash, content_hash)
    SELECT id, id, 1, 'original', '', language, section_id, 'zaglavie', headline, lead, body, '[]', dateline_place,
        sign_off, urgency, '[]', '[]', access, changed_at, changed_at, changed_at, '', md5(id::text) || md5(headline)
    FROM articles_article WHERE state = 'published' AND id BETWEEN %(first)s AND %(last)s;
INSERT INTO articles_publicstory (article_id, version_id, language, section_id, public_since, killed, mark)
    SELECT article_id, id, language, section_id, published_at, false, '' FROM articles_version
    WHERE article_id BETWEEN %(first)s AND %(last)s;
"""


def main() -> None:
    with temporary_newsroom():
        _measure()


def _measure() -> None:
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.test import Client

    from media_library.models import Section
    from newsroom.models import User
    from newsroom.roles import EDITORS

    call_command("prepare", verbosity=0)
    section = Section.objects.create(slug="bulgaria", name_bg="България", name_en="Bulgaria")
    # An editor of some sections, whose list asks more of the database than a chief editor's.
    editor = User.objects.create_user("editor", password="only-for-benchmarks", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    editor.sections_edited.add(section)
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "bg"})
    client.force_login(editor)

    times: dict[str, list[float]] = {name: [] for name in PAGES}
    filled = 0
    for size in SIZES:
        _fill(first=filled + 1, last=size, author=editor.pk)
        filled = size
        for name, address in PAGES.items():
            times[name].append(_median_milliseconds(client, address))
    print(f"{'The desk’s list':<18}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>9}")
    for name, (small, large) in times.items():
        print(f"{name:<18}{small:>9.1f} ms{large:>9.1f} ms{large / small:>9.2f}")


def _fill(*, first: int, last: int, author: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"first": first, "last": last, "author": author})
        cursor.execute("VACUUM ANALYZE")


def _median_milliseconds(client: object, address: str) -> float:
    taken = []
    for _round in range(ROUNDS + 1):
        start = time.perf_counter()
        response = client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
