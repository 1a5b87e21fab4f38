from subscriptions.models.customer import Customer, Invitation, Member
from subscriptions.models.file_check import FileCheck
from subscriptions.models.invoice import Invoice, InvoiceCounter
from subscriptions.models.ledger import Adjustment, Balance, LedgerEntry, Unit
from subscriptions.models.notice import Notice
from subscriptions.models.package import Package, Size, Subscription, Terms
from subscriptions.models.purchase import Confirmation, Download, Purchase, StatedUse, StoryFormat
from subscriptions.models.selection import MOST_AT_ONCE, SelectedPhoto, Selection
from subscriptions.models.subscription_act import SubscriptionAct
from subscriptions.models.team_act import TeamAct

__all__ = [
    "MOST_AT_ONCE",
    "Adjustment",
    "Balance",
    "Confirmation",
    "Customer",
    "Download",
    "FileCheck",
    "Invitation",
    "Invoice",
    "InvoiceCounter",
    "LedgerEntry",
    "Member",
    "Notice",
    "Package",
    "Purchase",
    "SelectedPhoto",
    "Selection",
    "Size",
    "StatedUse",
    "StoryFormat",
    "Subscription",
    "SubscriptionAct",
    "TeamAct",
    "Terms",
    "Unit",
]
