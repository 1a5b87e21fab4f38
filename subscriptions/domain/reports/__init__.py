"""Reports for sales: what was sold, used and downloaded in any days, what ends soon, what is bought most."""

from subscriptions.domain.reports.ending import EndingPackage, list_ending
from subscriptions.domain.reports.handed_out import HandedOut, count_downloads
from subscriptions.domain.reports.most_bought import BoughtPhoto, BoughtPhotographer, rank_photographers, rank_photos
from subscriptions.domain.reports.sold import SoldPackages, sum_sales
from subscriptions.domain.reports.taken import TakenSpan, count_taken
from subscriptions.domain.reports.used import UsedUnits, sum_use_by_customer, sum_use_by_package

__all__ = [
    "BoughtPhoto",
    "BoughtPhotographer",
    "EndingPackage",
    "HandedOut",
    "SoldPackages",
    "TakenSpan",
    "UsedUnits",
    "count_downloads",
    "count_taken",
    "list_ending",
    "rank_photographers",
    "rank_photos",
    "sum_sales",
    "sum_use_by_customer",
    "sum_use_by_package",
]
