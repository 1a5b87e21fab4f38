"""Nothing for axe to find on any kind of page, in light and in dark: for readers, for members, and for the newsroom."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import PublicStory
from media_library.models import Photo, Restriction
from newsroom.roles import SALES
from subscriptions.domain.invoicing import issue_credit_note
from subscriptions.domain.running import approve
from subscriptions.domain.selecting import put_aside
from subscriptions.domain.team import invite
from subscriptions.models import Member, Purchase, Subscription
from tests.articles.photos import make_usable_photo, put
from tests.browser.accessibility import find_violations, find_violations_at
from tests.browser.signing_in import bring_session, sign_in
from tests.factories.bought_stories import buy_story, make_locked_story
from tests.factories.customers import make_customer, make_member, make_request, make_salesperson
from tests.factories.people import make_user
from tests.factories.purchases import buy_photo
from tests.factories.stories import make_author, make_draft, make_tag, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("photo_files")]

SIZES = ("thumb", "preview", "web-640", "web-1280", "web-1920")


def make_seen_photo(headline: str, **fields: object) -> Photo:
    return make_usable_photo(headline=headline, presets=SIZES, with_files=True, indexed=True, **fields)


def make_full_story() -> PublicStory:
    """A story with everything that a story can have."""
    article = make_draft(authors=[make_author()], tags=[make_tag()])
    put(article, make_seen_photo("Залата"), "lead")
    put(article, make_seen_photo("Площадът"), "supplement")
    publish(article)
    return PublicStory.objects.get(article=article)


def make_owner() -> tuple[Member, Subscription]:
    """An owner whose customer asked for a package, and had it approved and billed."""
    customer = make_customer("Вестник „Утро“")
    subscription = approve(make_request(customer, photos=10, stories=10).pk, by=make_salesperson())
    return make_member(customer, role="owner", first_name="Мария", last_name="Стоянова"), subscription


def make_pre_flight() -> str:
    """The query of a pre-flight with a photo to be had, one on terms, and one that may not be used."""
    photos = [make_seen_photo(headline) for headline in ("Мост", "Влак", "Буря")]
    Restriction.objects.create(photo=photos[1], kind="one_time_use", effect="acknowledge", words="ONE TIME USE")
    Restriction.objects.create(photo=photos[2], kind="territory", effect="deny", territories_out=["BG"])
    return "&".join(f"photo={photo.pk}" for photo in photos)


def test_what_axe_finds_is_told_with_its_place_and_colours(page: Page) -> None:
    page.set_content(
        "<!doctype html><html lang=bg><title>x</title><main><h1>Здравей</h1><img src='data:,'>"
        "<p class=faint>Бледо</p></main>"
    )
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { .faint { color: #333; background: #222 } }")

    pictures, faint = find_violations(page)

    assert pictures.startswith("image-alt (light) at img: ")
    assert faint.startswith("color-contrast (dark) at p: ")


def test_pages_of_readers(page: Page) -> None:
    story, locked = make_full_story(), make_locked_story(headline="За абонати")
    found = find_violations_at(
        page,
        "/bg/",
        "/en/",
        "/bg/news/world/",
        "/bg/today/",
        story.get_absolute_url(),
        f"{story.get_absolute_url()}history/",
        locked.get_absolute_url(),
        "/bg/photos/",
        Photo.objects.get(headline="Залата").get_absolute_url(),
        "/bg/account/login/",
        "/bg/account/signup/",
        "/bg/account/password/reset/",
        f"/bg/account/stories/{locked.pk}/",
        "/bg/subscriptions/",
        "/en/subscriptions/",
    )
    assert not found, "\n".join(found)


def test_pages_of_the_account(page: Page) -> None:
    owner, _subscription = make_owner()
    bought, read, locked = make_seen_photo("Гара"), make_locked_story(), make_locked_story(headline="Втора")
    purchase = buy_photo(bought, member=owner)
    buy_story(read, member=owner)
    pre_flight = make_pre_flight()
    put_aside(Photo.objects.values_list("pk", flat=True), member=owner)
    invite("new@customer.example", role="viewer", by=owner)
    page.goto("/bg/")
    sign_in(page, owner)

    found = find_violations_at(
        page,
        "/bg/account/",
        "/en/account/",
        "/bg/account/packages/",
        "/bg/account/selection/",
        f"/bg/account/take/?{pre_flight}",
        f"/en/account/take/?{pre_flight}",
        f"/bg/account/take/{purchase.confirmation.key}/",
        "/bg/account/purchases/",
        f"/bg/account/purchases/{purchase.number}/",
        f"/bg/licences/{purchase.verification_code}/",
        f"/bg/account/downloads/prepare/?photo={bought.pk}",
        "/bg/account/downloads/",
        "/bg/account/statement/",
        "/bg/account/invoices/",
        "/bg/account/team/",
        "/bg/account/organisation/",
        "/bg/account/organisation/change/",
        "/bg/account/2fa/",
        f"/bg/account/stories/{read.pk}/",
        f"/bg/account/stories/{locked.pk}/",
    )
    assert not found, "\n".join(found)


def test_dialog_over_a_public_page(page: Page) -> None:
    owner, _subscription = make_owner()
    photo = make_seen_photo("Гара")
    Restriction.objects.create(photo=photo, kind="one_time_use", effect="acknowledge", words="ONE TIME USE")
    page.goto("/bg/")
    sign_in(page, owner)
    page.goto(photo.get_absolute_url())
    page.locator(".photo-offer .button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert not find_violations(page)

    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Потвърждение").click()
    expect(page.get_by_role("dialog", name="Взета е 1 снимка")).to_be_visible()
    assert not find_violations(page)


def test_pages_of_the_newsroom(page: Page) -> None:
    story = make_full_story()
    page.goto("/admin/login/")
    bring_session(page, make_user(is_superuser=True))

    found = find_violations_at(
        page,
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/{story.pk}/change/",
        "/admin/media_library/photo/",
        f"/admin/media_library/photo/{Photo.objects.get(headline='Залата').pk}/change/",
        "/admin/media_library/photo/add/",
    )
    assert not found, "\n".join(found)


def test_pages_of_sales(page: Page) -> None:
    owner, subscription = make_owner()
    buy_photo(make_seen_photo("Гара"), member=owner)
    issue_credit_note(subscription.invoices.get().pk, by=make_salesperson(), reason="Грешка", net_cents=100)
    waiting = make_request(owner.customer)
    page.goto("/admin/login/")
    bring_session(page, make_user(SALES))

    found = find_violations_at(
        page,
        "/admin/",
        "/admin/subscriptions/customer/",
        f"/admin/subscriptions/customer/{owner.customer.pk}/change/",
        f"/admin/subscriptions/subscription/{subscription.pk}/change/",
        f"/admin/subscriptions/subscription/{waiting.pk}/act/approve/",
        f"/admin/subscriptions/purchase/{Purchase.objects.get().pk}/change/",
        "/admin/subscriptions/subscription/reports/",
    )
    assert not found, "\n".join(found)
