"""Today's list that refreshes itself: what comes in, what is said, and how it is paused."""

import pytest

from tests.factories.stories import make_story

pytestmark = pytest.mark.django_db(transaction=True)


def test_new_stories_come_in_are_announced_and_can_be_paused(page, live_server) -> None:
    make_story(headline="Първата", hours_ago=0)
    page.clock.install()
    page.goto(f"{live_server.url}/bg/today/")
    said, button = page.locator("[data-live-said]"), page.locator("[data-live-pause]")
    make_story(headline="Втората", hours_ago=0)
    page.clock.run_for(16_000)
    page.get_by_role("link", name="Втората").wait_for()
    assert said.text_content() == "1 нова новина"
    button.click()
    make_story(headline="Третата", hours_ago=0)
    page.clock.run_for(60_000)
    assert page.get_by_role("link", name="Третата").count() == 0
    button.click()
    page.clock.run_for(1_000)
    page.get_by_role("link", name="Третата").wait_for()


def test_without_a_connection_the_list_stays_and_says_so(page, live_server, complaints) -> None:
    make_story(headline="Първата", hours_ago=0)
    page.clock.install()
    page.goto(f"{live_server.url}/bg/today/")
    page.context.set_offline(True)
    page.clock.run_for(16_000)
    page.get_by_text("Няма връзка. Списъкът остава, опитваме отново.").wait_for()
    complaints.clear()  # The browser complains that nothing was loaded.
    assert page.get_by_role("link", name="Първата").count() == 1
