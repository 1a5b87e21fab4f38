"""What the photo workers are asked for. Called after the commit: a worker must find what it is told of."""

from __future__ import annotations

from collections.abc import Collection

from celery import current_app

_TASKS = "media_library.tasks"


def ask_to_process(photo_id: int, *, delay: float = 0) -> None:
    """Have every public size of the photo made, `delay` seconds from now at the earliest."""
    current_app.send_task(f"{_TASKS}.process_photo", args=[photo_id], countdown=delay or None)


def ask_to_renew_files(photo_id: int) -> None:
    """Have the public files made anew with the words of now."""
    current_app.send_task(f"{_TASKS}.renew_files", args=[photo_id])


def ask_to_crop(photo_id: int, crop: str) -> None:
    """Have the files of one crop made."""
    current_app.send_task(f"{_TASKS}.make_crop", args=[photo_id, crop])


def ask_to_make_sold_size(photo_id: int, preset: str) -> None:
    """Have a size made that subscribers get."""
    current_app.send_task(f"{_TASKS}.make_sold_size", args=[photo_id, preset])


def ask_to_refresh_supplier(supplier_id: int, *, reread: bool = False) -> None:
    """Have the verdicts of all photos of a supplier computed anew; with `reread`, their metadata read anew first."""
    current_app.send_task(f"{_TASKS}.refresh_supplier", args=[supplier_id], kwargs={"reread": reread})


def ask_to_refresh_licence(licence_id: int) -> None:
    """Have the verdicts of all photos under a licence computed anew."""
    current_app.send_task(f"{_TASKS}.refresh_licence", args=[licence_id])


def ask_to_apply_credit_rules(supplier_id: int | None) -> None:
    """Have the credit lines of a supplier's photos read anew, or of all photos with None."""
    current_app.send_task(f"{_TASKS}.apply_credit_rules", args=[supplier_id])


def ask_to_index_renamed(
    *, suppliers: Collection[int] = (), tags: Collection[int] = (), photos: Collection[int] = ()
) -> None:
    """Have the search words of photos written anew, after their suppliers or tags are called otherwise."""
    ids = {"suppliers": list(suppliers), "tags": list(tags), "photos": list(photos)}
    current_app.send_task(f"{_TASKS}.index_renamed", kwargs=ids)


def ask_to_rename_party(party_id: int) -> None:
    """Have the credit lines that name a party written anew."""
    current_app.send_task(f"{_TASKS}.rename_party", args=[party_id])
