import pytest
from django.utils.translation import override

from media_library.domain.credit_line import CreditParty, Role, apply_chain, preview_rule_change, set_chain_by_hand
from media_library.domain.credit_line.applying import apply_rules_to_existing
from media_library.models import CreditRule, Photo
from tests.factories.photos import make_supplier
from tests.media_library.domain.credit_line.rows import lines_of, make_arrived_photo, make_rule

pytestmark = pytest.mark.django_db


def make_read_photo(supplier, credit="Дружба", **fields):
    photo = make_arrived_photo(creators=["Иван Петров"], credit=credit, supplier=supplier, **fields)
    apply_chain(photo)
    return photo


def new_rule(supplier, **fields):
    defaults = {"pattern": "Дружба", "action": "replace", "replacement": "Ройтерс", "supplier": supplier}
    return CreditRule(**(defaults | fields))


def test_preview_shows_the_lines_of_now_and_of_then_and_writes_nothing():
    supplier = make_supplier()
    photo = make_read_photo(supplier)
    make_read_photo(supplier, credit="")
    make_read_photo(make_supplier())

    preview = preview_rule_change(new_rule(supplier))

    (change,) = preview.changed
    assert change.photo == photo
    assert (change.before_bg, change.after_bg) == ("Иван Петров/Дружба", "Иван Петров/Ройтерс")
    assert (change.before_en, change.after_en) == ("Ivan Petrov/Druzhba", "Ivan Petrov/Reuters")
    assert (preview.total, preview.examined, preview.problems) == (1, 2, ())
    assert lines_of(photo)[0] == "Иван Петров/Дружба"
    assert not CreditRule.objects.filter(supplier=supplier).exists()


def test_preview_lists_few_and_counts_all():
    supplier = make_supplier()
    photos = [make_read_photo(supplier) for _ in range(7)]

    preview = preview_rule_change(new_rule(supplier), limit=3)

    assert [change.photo for change in preview.changed] == photos[:3:-1]
    assert (preview.total, preview.examined) == (7, 7)


def test_preview_puts_a_changed_rule_in_place_of_the_kept_one():
    supplier = make_supplier()
    rule = make_rule("Дружба", "replace", replacement="Ройтерс", supplier=supplier)
    make_read_photo(supplier)
    rule.replacement = "Спутник"

    preview = preview_rule_change(rule)

    assert [(change.before_bg, change.after_bg) for change in preview.changed] == [
        ("Иван Петров/Ройтерс", "Иван Петров/Спутник")
    ]
    assert CreditRule.objects.get(pk=rule.pk).replacement == "Ройтерс"


def test_preview_of_a_rule_that_is_switched_off_shows_what_comes_back():
    supplier = make_supplier()
    rule = make_rule("Дружба", "drop", supplier=supplier)
    make_read_photo(supplier)
    rule.is_active = False

    preview = preview_rule_change([rule])

    assert [change.after_bg for change in preview.changed] == ["Иван Петров/Дружба"]


def test_preview_of_a_rule_for_all_looks_at_all_photos():
    for supplier in (make_supplier(), make_supplier(), None):
        make_read_photo(supplier)

    assert preview_rule_change(new_rule(None)).total == 3


def test_preview_of_a_rule_that_moves_looks_at_both_suppliers():
    former, latter = make_supplier(), make_supplier()
    rule = make_rule("Дружба", "drop", supplier=former)
    make_read_photo(former)
    make_read_photo(latter)
    rule.supplier = latter

    preview = preview_rule_change(rule)

    assert sorted(change.after_bg for change in preview.changed) == ["Иван Петров", "Иван Петров/Дружба"]


def test_preview_tells_which_words_would_wait():
    supplier = make_supplier()
    make_read_photo(supplier)

    (change,) = preview_rule_change(new_rule(supplier, replacement="Дружба/Мир")).changed

    assert (change.after_bg, change.undecided) == ("Иван Петров", ("Дружба", "Мир"))


def test_preview_tells_why_a_rule_has_no_effect():
    with override("en"):
        preview = preview_rule_change(new_rule(None, pattern="(", is_regex=True))

    assert preview.problems == ("This is no regular expression: missing ) at position 1",)


def test_preview_passes_over_what_applying_passes_over_and_agrees_with_it():
    supplier = make_supplier()
    by_hand = make_read_photo(supplier)
    set_chain_by_hand(by_hand, [CreditParty(Role.CREATOR, "Георги Иванов")], by=None)
    make_read_photo(supplier, state=Photo.State.KILLED, kill_note_bg="Няма.", kill_note_en="None.")
    make_read_photo(supplier)
    make_read_photo(supplier, state=Photo.State.RELEASED)
    rule = new_rule(supplier)

    preview = preview_rule_change(rule)
    rule.save()

    assert (preview.total, preview.examined) == (2, 2)
    assert apply_rules_to_existing(supplier) == 2
    assert sorted(lines_of(change.photo)[0] for change in preview.changed) == ["Иван Петров/Ройтерс"] * 2


def test_preview_counts_the_public_photos_that_would_join_the_review_list():
    supplier = make_supplier()
    photo = make_arrived_photo(credit="Иван Петров", supplier=supplier, state=Photo.State.RELEASED)
    apply_chain(photo)
    rule = new_rule(supplier, pattern="Иван Петров", replacement="Мир")

    preview = preview_rule_change(rule)
    rule.save()

    assert [(change.after_bg, change.undecided) for change in preview.changed] == [("Иван Петров", ("Мир",))]
    assert preview.total == apply_rules_to_existing(supplier) == 1
    assert lines_of(photo) == ("Иван Петров", "Ivan Petrov")


def test_preview_reads_many_photos_in_few_queries(django_assert_num_queries):
    supplier = make_supplier()
    for _ in range(9):
        make_read_photo(supplier)

    # Kept rules, parties, where the rule was (none: not asked), photos, those that are listed.
    with django_assert_num_queries(4):
        preview_rule_change(new_rule(supplier))
