"""Stories that are translations: begun from their source, noted against its version, one a language."""

import pytest

from articles.models import Article
from tests.articles.admin.desk import ADD, begin, form_in, problems_in, signed_in
from tests.factories.people import make_chief_editor, make_journalist
from tests.factories.stories import make_draft, make_section, make_story, make_tag

pytestmark = pytest.mark.django_db


def test_translation_is_begun_from_its_source() -> None:
    source = make_story(tags=[tag := make_tag()])

    data = form_in(signed_in(make_chief_editor()).get(f"{ADD}?translation_of={source.pk}"))

    assert (data["translation_of"], data["language"], data["tags"]) == ([str(source.pk)], ["en"], [str(tag.pk)])


def test_translation_notes_the_version_of_its_source() -> None:
    source = make_story()

    begin(
        signed_in(make_chief_editor()),
        section=source.section_id,
        headline="The summit",
        language="en",
        translation_of=source.pk,
    )

    assert Article.objects.get(language="en").translated_version == 1


def test_second_translation_into_the_same_language_is_a_form_error() -> None:
    source = make_story()
    make_draft(language="en", translation_of=source.article)

    response = begin(
        signed_in(make_chief_editor()),
        section=source.section_id,
        headline="Again",
        language="en",
        translation_of=source.pk,
    )

    assert response.status_code == 200
    assert len(problems_in(response)) == 1


def test_translation_of_a_story_that_the_person_can_not_see_is_refused() -> None:
    hidden = make_draft()

    response = begin(
        signed_in(make_journalist()),
        section=make_section().pk,
        headline="The summit",
        language="en",
        translation_of=hidden.pk,
    )

    assert response.status_code == 200
    assert Article.objects.count() == 1
