"""The organisations that subscribe, and the people who act for them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from media_library.models import HOME_TERRITORY

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from newsroom.models import User

_COUNTRY = RegexValidator(r"^[A-Z]{2}$", _("A country is two capital letters, as in BG."))


def home_territory() -> list[str]:
    return [HOME_TERRITORY]


class Customer(models.Model):
    """An organisation that subscribes: a newspaper, a broadcaster, a ministry.

    `territories` are the countries (ISO 3166-1 alpha-2) in which it publishes; rights are decided for each of them.
    """

    name = models.CharField(_("name"), max_length=200)
    registration_number = models.CharField(
        _("registration number"), max_length=20, blank=True, help_text=_("In Bulgaria the EIK (UIC).")
    )
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=2, default=HOME_TERRITORY, validators=[_COUNTRY])
    territories = ArrayField(
        models.CharField(max_length=2, validators=[_COUNTRY]),
        verbose_name=_("territory of use"),
        default=home_territory,
        help_text=_("Two-letter codes of the countries in which it publishes, with commas between."),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=40, blank=True)
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account manager"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="customers_managed",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=3, help_text=_("How many members the contract allows at the same time.")
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("For sales; the customer does not see them."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # When sales found that it is who it says. Anyone may register any number; only one of them is confirmed.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "country",
                Lower("registration_number"),
                name="customer_registered_once",
                condition=~models.Q(registration_number="") & models.Q(confirmed_at__isnull=False),
                violation_error_message=_("There is already a customer with this registration number."),
            ),
            models.CheckConstraint(name="customer_country_is_iso", condition=models.Q(country__regex=r"^[A-Z]{2}$")),
            models.CheckConstraint(
                name="customer_has_territory",
                condition=models.Q(territories__len__gte=1),
                violation_error_message=_("Name at least one country in which it publishes."),
            ),
            models.CheckConstraint(
                name="customer_has_seat",
                condition=models.Q(seats__gte=1),
                violation_error_message=_("A customer needs at least one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> Self:
        """Those who have not been removed, and whose account is not closed."""
        return self.filter(removed_at__isnull=True, user__is_active=True)

    def of(self, user: User | AnonymousUser) -> Self:
        """The membership by which this person acts; none for who is not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.active().filter(user=user).select_related("customer", "user")


class Member(models.Model):
    """A person who acts for a customer. One person acts for one customer at a time."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        BUYER = "buyer", _("buyer")
        VIEWER = "viewer", _("viewer")

    # Who buys and downloads; and who answers for team, packages, statements and invoices.
    BUYERS = (Role.OWNER, Role.BUYER)
    OWNERS = (Role.OWNER,)

    customer = models.ForeignKey(Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=6, choices=Role)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["customer", "joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="member_of_one_customer",
                fields=["user"],
                condition=models.Q(removed_at__isnull=True),
                violation_error_message=_("This person already acts for a customer."),
            ),
            models.CheckConstraint(name="member_role_known", condition=models.Q(role__in=["owner", "buyer", "viewer"])),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def may_buy(self) -> bool:
        return self.role in self.BUYERS

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        """Those that can still be accepted, by the database's clock."""
        return self.open().filter(expires_at__gt=Now())

    def open(self) -> Self:
        """Those that nobody has accepted or revoked, even if they have run out."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def for_addresses_of(self, user: User) -> Self:
        """Those that wait for this person, by the addresses that are known to be theirs."""
        addresses = user.emailaddress_set.filter(verified=True).values("email")
        return self.pending().filter(email__in=addresses)


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """A seat that an owner has offered to whoever reads mail at an address. A pending one counts as a taken seat."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=6, choices=Member.Role, default=Member.Role.BUYER)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "customer",
                Lower("email"),
                name="invitation_open_once",
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("This address has been invited already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
