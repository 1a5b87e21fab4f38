"""What every page of the admin shares: honest answers, bounded lists, scripts that the content policy lets through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from js_asset import Media as NonceMedia

from newsroom.shared.page_cache import bump


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # It takes no argument when the program runs.
    """Counts to `limit` and no further, so that a list costs the same however long the table grows.

    What lies beyond is reached by search, filters and dates, as nobody turns two hundred pages.
    """

    limit = 10_000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.limit)

    @property
    def is_capped(self) -> bool:
        """Whether there is more than the paginator shows."""
        return self._counted > self.limit

    @cached_property
    def _counted(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: self.limit + 1].count()


class DeskModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # The same.
    """The admin of one model, in the manner of the house."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50

    def page_tags(self, obj: Any) -> Iterable[str]:
        """The tags of the public pages that show something of this row; they are bumped when it is saved or deleted."""
        return ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        bump(*self.page_tags(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        bump(*self.page_tags(obj), hide=True)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        bump(*(tag for obj in queryset for tag in self.page_tags(obj)), hide=True)
        super().delete_queryset(request, queryset)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        # Django would redirect to the front of the admin; an address that leads nowhere answers 404.
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # PostgreSQL has no such character, and would answer a filter that holds it with an error.
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("A null character in the address")
        title = capfirst(self.opts.verbose_name_plural)
        try:
            return super().changelist_view(request, {"title": title, **(extra_context or {})})
        except (ValueError, OverflowError, DataError):
            # A filter typed into the address by hand, such as the year 9999. `e` is how Django's admin says so.
            if "e" in request.GET:
                raise
            return HttpResponseRedirect(f"{request.path}?e=1")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def render_change_form(  # noqa: PLR0917 (Django's own signature)
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, add, change, form_url, obj)


class ReadOnlyModelAdmin(DeskModelAdmin):
    """Rows that the admin shows and never touches."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def with_nonce(media: Media, request: HttpRequest) -> Media:
    """The same media, whose import map (an inline script by its nature) the content policy will accept."""
    nonced: Media = NonceMedia.from_media(media, nonce=str(getattr(request, "csp_nonce", "")))
    return nonced
