"""Reports in words: one table each, the same on the screen and in a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared import safe_csv
from subscriptions.domain.reports.ending import list_ending
from subscriptions.domain.reports.handed_out import count_downloads
from subscriptions.domain.reports.most_bought import rank_photographers, rank_photos
from subscriptions.domain.reports.sold import sum_sales
from subscriptions.domain.reports.used import UsedUnits, sum_use_by_customer, sum_use_by_package
from subscriptions.domain.statement import Days

Cell = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, number, euros (cells in cents), month or day (cells are dates), bytes."""

    name: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "euros", "bytes"}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and what it is about: ("customer", its key), so that a page can lead there."""

    cells: Sequence[Cell]
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """`measure`: the place of the column by which the rows compare, None if by none. `linked`: the place of the one
    that names what a row is about. `totals`: a last row, or none.
    """

    columns: Sequence[Column]
    rows: list[Row]
    note: str = ""
    measure: int | None = None
    linked: int = 0
    totals: Sequence[Cell] = field(default_factory=tuple)

    def to_csv(self) -> bytes:
        """All rows with their totals, dates as ISO has them and money as numbers with a point."""
        lines = [row.cells for row in self.rows] + ([self.totals] if self.totals else [])
        return safe_csv.write_csv(
            [column.name for column in self.columns],
            ([_plain(cell, column.kind) for cell, column in zip(line, self.columns, strict=True)] for line in lines),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for: the days, and, for packages that end, how many days from `now` (aware) count."""

    days: Days
    within_days: int
    now: dt.datetime
    language: str


@dataclass(frozen=True, slots=True)
class Report:
    key: str
    title: Promise
    build: Callable[[Asked], ReportTable]
    looks_ahead: bool = False


def _plain(cell: Cell, kind: str) -> safe_csv.Cell:
    if kind == "euros" and isinstance(cell, int):
        return Decimal(cell).scaleb(-2)
    if isinstance(cell, dt.date):
        return cell.strftime("%Y-%m") if kind == "month" else cell.isoformat()
    return cell


def _sold(asked: Asked) -> ReportTable:
    sales = sum_sales(asked.days)
    columns = [
        Column(_("Month"), "month"),
        Column(_("Package")),
        Column(_("Sold"), "number"),
        Column(_("Net"), "euros"),
        Column(_("VAT"), "euros"),
        Column(_("Gross"), "euros"),
        Column(_("Taken back"), "euros"),
    ]
    rows = [
        Row(
            (
                sale.month, sale.package.name(asked.language), sale.sold, sale.net_cents, sale.vat_cents,
                sale.gross_cents, sale.credited_cents,
            ),
            about=("package", sale.package.pk),
        )
        for sale in sales
    ]  # fmt: skip
    note = _("By the documents issued in these days. Credit notes are subtracted; “taken back” is what they come to.")
    return ReportTable(columns, rows, note=note, measure=5, linked=1, totals=_totals(columns, rows))


def _used(lines: Iterable[UsedUnits], head: str, about: str) -> ReportTable:
    columns = [
        Column(head),
        Column(_("Unit")),
        Column(_("Before"), "number"),
        Column(_("Granted"), "number"),
        Column(_("Adjusted"), "number"),
        Column(_("Used"), "number"),
        Column(_("Expired"), "number"),
        Column(_("Left"), "number"),
    ]
    rows = [
        Row(
            (
                line.name, line.unit_name, line.before, line.granted, line.adjusted, line.used, line.expired, line.left
            ),
            about=(about, line.key),
        )
        for line in lines
    ]  # fmt: skip
    note = _("Before + granted + adjusted − used − expired = left, at the end of these days. Refunds are subtracted.")
    return ReportTable(columns, rows, note=note, measure=5)


def _used_by_customer(asked: Asked) -> ReportTable:
    return _used(sum_use_by_customer(asked.days), _("Customer"), "customer")


def _used_by_package(asked: Asked) -> ReportTable:
    return _used(sum_use_by_package(asked.days, language=asked.language), _("Package"), "package")


def _ending(asked: Asked) -> ReportTable:
    columns = [
        Column(_("Customer")),
        Column(_("Package")),
        Column(_("Last day"), "day"),
        Column(_("Photos left"), "number"),
        Column(_("Stories left"), "number"),
        Column(_("Renewed")),
    ]
    rows = []
    for ending in list_ending(now=asked.now, within_days=asked.within_days):
        subscription = ending.subscription
        renewed = _("yes") if ending.is_renewed else _("no")
        name = subscription.name(asked.language)
        cells = (
            subscription.customer.name, name, _last_day(subscription.ends_at), ending.photos_left,
            ending.stories_left, renewed,
        )  # fmt: skip
        rows.append(Row(cells, about=("subscription", subscription.pk)))
    return ReportTable(columns, rows, note=_("Running and suspended packages, the first to end first."), linked=1)


def _photos(asked: Asked) -> ReportTable:
    columns = [
        Column(_("Photo")),
        Column(_("Creator")),
        Column(_("Purchases"), "number"),
        Column(_("Customers"), "number"),
    ]
    rows = [
        Row(
            (str(bought.photo), ", ".join(bought.photo.creators), bought.purchases, bought.customers),
            about=("photo", bought.photo.pk),
        )
        for bought in rank_photos(asked.days)
    ]
    return ReportTable(columns, rows, note=_("The first 50. Refunded purchases do not count."), measure=2)


def _photographers(asked: Asked) -> ReportTable:
    columns = [Column(_("Creator")), Column(_("Purchases"), "number"), Column(_("Photos"), "number")]
    rows = [Row((bought.name, bought.purchases, bought.photos)) for bought in rank_photographers(asked.days)]
    note = _("The first 50. A photo with several creators counts for each of them; refunded purchases do not count.")
    return ReportTable(columns, rows, note=note, measure=1)


def _downloads(asked: Asked) -> ReportTable:
    columns = [
        Column(_("Customer")),
        Column(_("Downloads"), "number"),
        Column(_("Licences"), "number"),
        Column(_("People"), "number"),
        Column(_("Bytes"), "bytes"),
    ]
    rows = [
        Row(
            (each.customer.name, each.downloads, each.licences, each.people, each.bytes), ("customer", each.customer.pk)
        )
        for each in count_downloads(asked.days)
    ]
    return ReportTable(columns, rows, measure=1, totals=_totals(columns, rows))


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> list[Cell]:
    """The sums of the columns of numbers, under the word for it; none for a table without rows."""
    if not rows:
        return []
    sums: list[Cell] = [
        sum(cell for row in rows if isinstance(cell := row.cells[place], int)) if column.is_number else ""
        for place, column in enumerate(columns)
    ]
    return [_("In all"), *sums[1:]]


def _last_day(ends_at: dt.datetime | None) -> dt.date | None:
    if ends_at is None:
        return None
    return timezone.localdate(ends_at - dt.timedelta(microseconds=1), timezone.get_default_timezone())


REPORTS: Final = (
    Report("sold", gettext_lazy("Sold"), _sold),
    Report("used-by-customer", gettext_lazy("Used by customers"), _used_by_customer),
    Report("used-by-package", gettext_lazy("Used by packages"), _used_by_package),
    Report("ending", gettext_lazy("Ending soon"), _ending, looks_ahead=True),
    Report("photos", gettext_lazy("Most bought photos"), _photos),
    Report("photographers", gettext_lazy("Most bought photographers"), _photographers),
    Report("downloads", gettext_lazy("Downloads"), _downloads),
)
