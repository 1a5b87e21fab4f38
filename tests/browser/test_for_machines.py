"""The data that pages hold for machines, under the policy that forbids scripts in a page."""

import json

import pytest
from playwright.sync_api import Page

from articles.models import PublicStory
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_draft, publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_data_of_a_story_break_no_rule_of_the_policy(photo_files, page: Page, complaints):
    article = make_draft(headline="</script><script>document.title = 'broken'</script>")
    put(article, make_usable_photo(with_files=True))
    publish(article)
    page.add_init_script(
        "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
    )
    response = page.goto(PublicStory.objects.get(article=article).get_absolute_url())
    assert "script-src 'self'" in response.headers["content-security-policy"]
    data = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(data)[0]["headline"] == article.headline
    assert page.evaluate("refused") == []
    assert page.title() != "broken"
    assert complaints == []
