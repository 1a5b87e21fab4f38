"""Today's stories, and the list of a day as it stood at a moment of the past."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.domain.rolling_list import end_of_day
from articles.domain.today import reaches_back_to, read_day_as_of, read_today
from articles.moment_form import MomentForm, read_moment
from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.refusals import NothingThere


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    now, language = timezone.now(), active_language()
    if "as_of" in request.GET:
        moment = read_moment(request.GET["as_of"], now=now)
        page = read_day_as_of(language, moment, now=now)
        if not page.count and not reaches_back_to(moment):
            raise NothingThere(_("The archive does not reach back so far. Choose a later moment."))
    else:
        page = read_today(language, now=now)
    # The past changes too: what is withdrawn leaves it.
    response = render(request, "articles/today.html", {"page": page, "moment_form": _form_of(page.as_of)})
    return show_publicly(
        response, tags=[f"news-{language}"], changes_at=end_of_day(now) if page.is_live else None, parameters=("as_of",)
    )


def _form_of(moment: dt.datetime) -> MomentForm:
    return MomentForm(initial={"as_of": moment.replace(second=0)})
