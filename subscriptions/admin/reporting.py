"""The pages of the reports: one table each with its picture, for any days, and the same as CSV."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from newsroom.shared.addresses import active_language
from newsroom.shared.database_clock import database_now
from subscriptions.admin.report_pictures import Picture, picture_sales, picture_use
from subscriptions.domain.reports import count_taken, sum_sales
from subscriptions.domain.reports.tables import REPORTS, Asked, Report, ReportTable
from subscriptions.domain.statement import Days
from subscriptions.forms.period import PeriodForm, presets_on
from subscriptions.forms.reports import AheadForm

PERMISSION = "subscriptions.view_sales_reports"
_ROWS_SHOWN = 200
_BY_KEY = {report.key: report for report in REPORTS}


class ReportPagesMixin:
    """The addresses of the reports, under those of the subscriptions."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "subscriptions_subscription_report"
        return [
            path("reports/", view(require_safe(self.report_view)), name=f"{name}s"),
            path("reports/<slug:key>/", view(require_safe(self.report_view)), name=name),
            path("reports/<slug:key>.csv", view(require_safe(self.report_csv_view)), name=f"{name}_csv"),
            *super().get_urls(),
        ]

    def report_view(self, request: HttpRequest, key: str = REPORTS[0].key) -> HttpResponse:
        report = _report_or_404(request, key)
        period, ahead = _forms(request)
        is_valid = (ahead if report.looks_ahead else period).is_valid()
        table = report.build(_asked(period, ahead)) if is_valid else None
        response = self.page(
            request,
            "reports/page",
            {
                "title": str(report.title),
                "report": report,
                "reports": REPORTS,
                "period": period,
                "ahead": ahead,
                "presets": presets_on(timezone.localdate()),
                "query": _query(request),
                "table": table,
                "rows": table.rows[:_ROWS_SHOWN] if table else [],
                "more": max(0, len(table.rows) - _ROWS_SHOWN) if table else 0,
                "most": _most(table),
                "picture": _picture(report, period) if table and table.rows else None,
            },
        )
        response.status_code = 200 if is_valid else 400
        return response

    def report_csv_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """The whole table, as spreadsheets open it."""
        report = _report_or_404(request, key)
        period, ahead = _forms(request)
        if not (ahead if report.looks_ahead else period).is_valid():
            return self.report_view(request, key)
        asked = _asked(period, ahead)
        days = "" if report.looks_ahead else f"-{asked.days.first.isoformat()}-{asked.days.last.isoformat()}"
        response = HttpResponse(report.build(asked).to_csv(), content_type="text/csv; charset=utf-8")
        name = f"{report.key}{days}.csv"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return response


def _report_or_404(request: HttpRequest, key: str) -> Report:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    report = _BY_KEY.get(key)
    if report is None:
        raise Http404
    return report


def _forms(request: HttpRequest) -> tuple[PeriodForm, AheadForm]:
    """What the address asks for; without anything, this year, and the packages that end within a month."""
    if "from" in request.GET or "to" in request.GET:
        period = PeriodForm(request.GET)
    else:
        usual = presets_on(timezone.localdate())[-1].days
        period = PeriodForm({"from": usual.first.isoformat(), "to": usual.last.isoformat()})
    ahead = AheadForm({"within": request.GET.get("within", str(2 * settings.ENDING_NOTICE_DAYS))})
    return period, ahead


def _asked(period: PeriodForm, ahead: AheadForm) -> Asked:
    today = timezone.localdate()
    return Asked(
        days=period.days if period.is_valid() else Days(today, today),
        within_days=ahead.cleaned_data["within"] if ahead.is_valid() else 1,
        now=database_now(),
        language=active_language(),
    )


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in set(kept) - {"from", "to", "within"}:
        del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def _most(table: ReportTable | None) -> int:
    """The highest number of the column by which the rows compare, at least 1."""
    if table is None or table.measure is None:
        return 1
    return max([1, *(cell for row in table.rows if isinstance(cell := row.cells[table.measure], int))])


def _picture(report: Report, period: PeriodForm) -> Picture | None:
    match report.key:
        case "sold":
            return picture_sales(sum_sales(period.days))
        case "used-by-customer" | "used-by-package":
            return picture_use(count_taken(period.days))
    return None
