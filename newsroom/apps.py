from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from newsroom.shared.page_cache.bumping import note_bumps_in


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from newsroom.page_bumps import BumpsInTheDatabase  # noqa: PLC0415 (its table can be imported only now)

        note_bumps_in(BumpsInTheDatabase())
