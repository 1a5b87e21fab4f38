"""The statement of the ledger: on screen, as CSV and as PDF, of the same days in the same sums."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from newsroom.shared.addresses import active_language
from newsroom.shared.database_clock import database_now
from subscriptions.domain.documents.statement_csv import write_statement_csv
from subscriptions.domain.documents.statement_pdf import MOST_ENTRIES, write_statement_pdf
from subscriptions.domain.statement import Statement, read_statement
from subscriptions.domain.statement_parts import divide
from subscriptions.forms.period import PeriodForm, presets_on, query_of
from subscriptions.models import Member
from subscriptions.views.access import MemberRequest, member_required


@require_safe
@member_required(roles=Member.OWNERS)
def show_statement(request: MemberRequest) -> HttpResponse:
    form = _form_of(request)
    if not form.is_valid():
        return _answer(request, form, None, status=400)
    return _answer(request, form, read_statement(request.member.customer, form.days))


@require_safe
@member_required(roles=Member.OWNERS)
def download_csv(request: MemberRequest) -> HttpResponse:
    form = _form_of(request)
    if not form.is_valid():
        return _answer(request, form, None, status=400)
    statement = read_statement(request.member.customer, form.days)
    return _file(write_statement_csv(statement), statement, extension="csv", content_type="text/csv; charset=utf-8")


@require_safe
@member_required(roles=Member.OWNERS)
def download_pdf(request: MemberRequest) -> HttpResponse:
    """Set the statement as PDF. For one with more entries than a document holds, the page offers several."""
    form = _form_of(request)
    if not form.is_valid():
        return _answer(request, form, None, status=400)
    statement = read_statement(request.member.customer, form.days)
    if statement.entry_count > MOST_ENTRIES:
        return _answer(request, form, statement, status=422)
    language = active_language()
    document = write_statement_pdf(statement, language=language, made_at=database_now())
    return _file(document, statement, extension="pdf", content_type="application/pdf")


def _form_of(request: MemberRequest) -> PeriodForm:
    """The days that the address names; without any, this month."""
    if "from" in request.GET or "to" in request.GET:
        return PeriodForm(request.GET)
    usual = presets_on(timezone.localdate())[0].days
    return PeriodForm({"from": usual.first.isoformat(), "to": usual.last.isoformat()})


def _answer(
    request: MemberRequest, form: PeriodForm, statement: Statement | None, *, status: int = 200
) -> HttpResponse:
    is_long = statement is not None and statement.entry_count > MOST_ENTRIES
    shown = {
        "form": form,
        "statement": statement,
        "presets": presets_on(timezone.localdate()),
        "parts": [(part, query_of(part.days)) for part in divide(statement, most=MOST_ENTRIES)] if is_long else [],
        "most_entries": MOST_ENTRIES,
        "member": request.member,
    }
    return render(request, "subscriptions/statement.html", shown, status=status)


def _file(content: bytes, statement: Statement, *, extension: str, content_type: str) -> HttpResponse:
    days = statement.days
    name = f"statement-{days.first.isoformat()}-{days.last.isoformat()}.{extension}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
