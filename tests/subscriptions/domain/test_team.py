"""Seats: offered, taken, given up, never more than the contract allows, never without an owner."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import ProgrammingError, transaction
from django.db.models import QuerySet

from newsroom.shared.database_clock import database_now
from subscriptions.domain import team, team_acts
from subscriptions.domain.membership import NotAMember
from subscriptions.models import Customer, Invitation, Member, TeamAct
from tests.at_once import all_at_once
from tests.factories.customers import make_customer, make_member, make_salesperson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def make_person(email="petar@utro.example", *, is_verified=True):
    user = make_user(email=email, is_staff=False)
    EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    return user


@pytest.fixture
def owner():
    return make_member(make_customer(seats=3), role="owner", email="vera@utro.example")


def invite(owner, email="petar@utro.example", role="buyer"):
    return team.invite(email, role=role, by=owner)


def run_out(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=database_now())


def test_invited_person_takes_the_seat_in_the_role_that_was_offered(owner):
    member = team.accept_invitation(invite(owner, role="viewer").token, user=make_person())
    assert (member.customer, member.role) == (owner.customer, "viewer")
    invitation = Invitation.objects.get()
    assert (invitation.accepted_by, invitation.accepted_at is not None) == (member.user, True)


def test_only_the_invited_address_will_do_and_only_once_it_is_verified(owner):
    invitation = invite(owner, "Petar@Utro.example")
    person = make_person(is_verified=False)
    for user in (person, make_person("other@utro.example")):
        with pytest.raises(team.NotTheInvited, match=r"petar@utro\.example"):
            team.accept_invitation(invitation.token, user=user)
    assert Member.objects.filter(customer=owner.customer).count() == 1

    EmailAddress.objects.filter(user=person).update(verified=True)
    assert team.accept_invitation(invitation.token, user=person).pk


def test_accepting_twice_is_one_membership(owner):
    invitation, person = invite(owner), make_person()
    first = team.accept_invitation(invitation.token, user=person)
    assert team.accept_invitation(invitation.token, user=person) == first
    with pytest.raises(team.InvitationOver):
        team.accept_invitation(invitation.token, user=make_person("other@utro.example"))


def test_invitation_runs_for_14_days(owner):
    invitation = invite(owner)
    left = invitation.expires_at - database_now()
    assert dt.timedelta(days=13, hours=23) < left <= dt.timedelta(days=14)
    run_out(invitation)
    assert team.find_invitation(invitation.token) is None
    with pytest.raises(team.InvitationOver):
        team.accept_invitation(invitation.token, user=make_person())


def test_offered_seat_counts_as_taken_until_it_runs_out_or_is_withdrawn(owner):
    first, second = invite(owner), invite(owner, "maria@utro.example")
    with pytest.raises(team.NoSeatFree):
        invite(owner, "ivan@utro.example")
    team.revoke_invitation(first.pk, by=owner)
    invite(owner, "ivan@utro.example")
    run_out(second)
    assert team.count_seats(owner.customer) == team.Seats(allowed=3, members=1, offered=1)
    invite(owner, "maria@utro.example")
    with pytest.raises(team.NoSeatFree):
        invite(owner, "elena@utro.example")


def test_address_is_invited_once_at_a_time_however_it_is_written(owner):
    invite(owner)
    with pytest.raises(team.InvitedAlready):
        invite(owner, "PETAR@utro.example")
    with pytest.raises(team.ActsAlready):
        invite(owner, "Vera@utro.example")


def test_invitation_is_renewed_after_a_pause_if_there_is_still_a_seat(owner):
    invitation = invite(owner)
    run_out(invitation)
    assert team.renew_invitation(invitation.pk, by=owner).expires_at > database_now()
    with pytest.raises(team.TooSoon):
        team.renew_invitation(invitation.pk, by=owner)
    cache.clear()
    run_out(invitation)
    for name in ("maria", "ivan"):
        invite(owner, f"{name}@utro.example")
    with pytest.raises(team.NoSeatFree):
        team.renew_invitation(invitation.pk, by=owner)


def test_withdrawn_invitation_lets_nobody_in(owner):
    invitation = invite(owner)
    team.revoke_invitation(invitation.pk, by=owner)
    with pytest.raises(team.InvitationOver):
        team.accept_invitation(invitation.token, user=make_person())
    with pytest.raises(team.InvitationOver):
        team.revoke_invitation(invitation.pk, by=owner)


def test_person_acts_for_one_customer_at_a_time(owner):
    elsewhere = make_member(role="buyer")
    EmailAddress.objects.create(user=elsewhere.user, email=elsewhere.user.email, verified=True, primary=True)
    invitation = invite(owner, elsewhere.user.email)
    with pytest.raises(team.ActsAlready):
        team.accept_invitation(invitation.token, user=elsewhere.user)
    make_member(elsewhere.customer, role="owner")
    team.leave_team(elsewhere)
    assert team.accept_invitation(invitation.token, user=elsewhere.user).customer == owner.customer


@pytest.mark.parametrize("role", ["buyer", "viewer"])
def test_only_owners_change_the_team(owner, role):
    colleague = make_member(owner.customer, role=role)
    invitation = invite(owner)
    for act in (
        lambda: invite(colleague, "maria@utro.example"),
        lambda: team.renew_invitation(invitation.pk, by=colleague),
        lambda: team.revoke_invitation(invitation.pk, by=colleague),
        lambda: team.change_role(colleague.pk, role="owner", by=colleague),
        lambda: team.remove_member(owner.pk, by=colleague),
    ):
        with pytest.raises(team_acts.NotTheOwner):
            act()


def test_owner_of_another_customer_reaches_nobody_here(owner):
    stranger, invitation = make_member(role="owner"), invite(owner)
    with pytest.raises(NotAMember):
        team.remove_member(owner.pk, by=stranger)
    with pytest.raises(team.InvitationOver):
        team.revoke_invitation(invitation.pk, by=stranger)


def test_owner_who_was_removed_meanwhile_changes_nothing(owner):
    second = make_member(owner.customer, role="owner")
    team.remove_member(owner.pk, by=second)
    with pytest.raises(team_acts.NotTheOwner):
        team.remove_member(second.pk, by=owner)


def test_last_owner_can_neither_go_nor_become_something_else(owner):
    for act in (
        lambda: team.leave_team(owner),
        lambda: team.remove_member(owner.pk, by=owner),
        lambda: team.change_role(owner.pk, role="buyer", by=owner),
    ):
        with pytest.raises(team.LastOwner):
            act()
    second = make_member(owner.customer, role="buyer")
    team.change_role(second.pk, role="owner", by=owner)
    team.leave_team(owner)
    assert list(Member.objects.active()) == [second]


def test_closed_account_is_no_owner_to_rely_on(owner):
    make_member(owner.customer, role="owner", is_active=False)
    with pytest.raises(team.LastOwner):
        team.leave_team(owner)


def test_removed_member_is_kept_as_history(owner):
    colleague = make_member(owner.customer)
    removed = team.remove_member(colleague.pk, by=owner)
    assert (removed.removed_by, removed.removed_at is not None) == (owner.user, True)
    with pytest.raises(NotAMember):
        team.remove_member(colleague.pk, by=owner)


def test_registering_makes_the_person_its_owner_once():
    person = make_person()
    member = team.register_customer(Customer(name="Утро"), owner=person)
    assert (member.role, member.customer.name) == ("owner", "Утро")
    with pytest.raises(team.ActsAlready):
        team.register_customer(Customer(name="Вечер"), owner=person)
    assert Customer.objects.count() == 1
    with pytest.raises(team.AddressNotVerified):
        team.register_customer(Customer(name="Вечер"), owner=make_person("x@utro.example", is_verified=False))


def last_seat(people):
    """A contract that allows one member more, and as many invitations as people, from before it was cut."""
    owner = make_member(make_customer(seats=people + 1), role="owner")
    tokens = [invite(owner, f"person{number}.{owner.pk}@utro.example").token for number in range(people)]
    Customer.objects.filter(pk=owner.customer_id).update(seats=2)
    users = [make_person(f"person{number}.{owner.pk}@utro.example") for number in range(people)]
    acts = [
        lambda token=token, user=user: team.accept_invitation(token, user=user)
        for token, user in zip(tokens, users, strict=True)
    ]
    return owner.customer, acts


@pytest.mark.django_db(transaction=True)
def test_last_seat_is_taken_once_however_many_accept_at_the_same_moment():
    for _round in range(10):
        customer, acts = last_seat(4)
        assert all_at_once(acts, refusals=(team.NoSeatFree,)) == {"Member": 1, "NoSeatFree": 3}
        assert Member.objects.active().filter(customer=customer).count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_last_seat_is_taken_more_than_once(monkeypatch):
    """The control: if nothing breaks here, the test above proves nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for _round in range(20):
        _customer, acts = last_seat(4)
        if all_at_once(acts, refusals=(team.NoSeatFree,))["Member"] > 1:
            return
    pytest.fail("80 acceptances without a lock never met")


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind():
    for _round in range(5):
        first = make_member(role="owner")
        second = make_member(first.customer, role="owner")
        acts = [lambda member=member: team.leave_team(member) for member in (first, second)]
        assert all_at_once(acts, refusals=(team.LastOwner,)) == {"Member": 1, "LastOwner": 1}


@pytest.mark.django_db(transaction=True)
def test_person_who_accepts_two_invitations_at_once_acts_for_one_customer():
    person = make_person()
    owners = [make_member(role="owner") for _ in range(2)]
    tokens = [invite(owner).token for owner in owners]
    acts = [lambda token=token: team.accept_invitation(token, user=person) for token in tokens]
    assert all_at_once(acts, refusals=(team.ActsAlready,)) == {"Member": 1, "ActsAlready": 1}


# --- Sales, and the record ---


def acting(customer, reason=""):
    return team_acts.SalesActing(make_salesperson(), customer.pk, reason)


def test_sales_act_as_owners_do_and_under_the_same_rules(owner):
    sales = acting(owner.customer, "Напусна вестника")
    second = make_member(owner.customer)
    invitation = team.invite("petar@utro.example", role="buyer", by=sales)
    with pytest.raises(team.NoSeatFree):
        team.invite("maria@utro.example", role="buyer", by=sales)
    team.revoke_invitation(invitation.pk, by=sales)
    with pytest.raises(team.LastOwner):
        team.change_role(owner.pk, role="viewer", by=sales)
    team.change_role(second.pk, role="owner", by=sales)
    team.remove_member(owner.pk, by=sales)
    with pytest.raises(team.LastOwner):
        team.remove_member(second.pk, by=sales)
    assert Member.objects.active().get() == second


def test_sales_remove_nobody_without_a_reason(owner):
    with pytest.raises(team.NoReason):
        team.remove_member(make_member(owner.customer).pk, by=acting(owner.customer, " "))
    assert Member.objects.active().count() == 2


def test_sales_of_one_customer_reach_no_other(owner):
    sales = acting(make_customer(), "r")
    with pytest.raises(NotAMember):
        team.remove_member(owner.pk, by=sales)
    with pytest.raises(team.InvitationOver):
        team.revoke_invitation(invite(owner).pk, by=sales)


def test_who_is_not_of_sales_may_not_act_for_a_customer(owner):
    with pytest.raises(team_acts.NotPermitted):
        team.invite("x@utro.example", role="buyer", by=team_acts.SalesActing(make_user(), owner.customer_id))


def test_every_act_is_kept_with_who_did_it_and_why(owner):
    sales = acting(owner.customer, "Напусна вестника")
    invitation, person = invite(owner), make_person()
    team.renew_invitation(invitation.pk, by=owner)
    member = team.accept_invitation(invitation.token, user=person)
    team.change_role(member.pk, role="viewer", by=owner)
    team.change_role(member.pk, role="viewer", by=owner)  # Nothing was changed, nothing is noted.
    team.remove_member(member.pk, by=sales)
    team.revoke_invitation(invite(owner, "maria@utro.example").pk, by=sales)

    kept = TeamAct.objects.filter(customer=owner.customer).order_by("pk")
    assert list(kept.values_list("act", "member", "email", "role", "actor", "reason")) == [
        ("invite", None, "petar@utro.example", "buyer", owner.user_id, ""),
        ("resend", None, "petar@utro.example", "buyer", owner.user_id, ""),
        ("join", member.pk, "", "buyer", person.pk, ""),
        ("role", member.pk, "", "viewer", owner.user_id, ""),
        ("remove", member.pk, "", "viewer", sales.user.pk, "Напусна вестника"),
        ("invite", None, "maria@utro.example", "buyer", owner.user_id, ""),
        ("revoke", None, "maria@utro.example", "buyer", sales.user.pk, "Напусна вестника"),
    ]
    for change in (lambda: kept.update(reason=""), kept.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
