"""Tables as CSV that spreadsheets open right, and that can't make them calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
# A cell that begins like this is a formula to Excel, LibreOffice and Google Sheets (OWASP, CSV injection).
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


Cell = str | int | Decimal | None


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A head and rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which Excel takes it for Latin.

    Numbers stay numbers, negative ones too, and None is an empty cell; text that would be taken for a formula gets an
    apostrophe before it.
    """
    return (BYTE_ORDER_MARK + "".join(write_csv_row(row) for row in (heads, *rows))).encode()


def write_csv_row(cells: Sequence[Cell]) -> str:
    """One row of such a table with its end of line, for a table that is sent while it is made."""
    line = io.StringIO()
    csv.writer(line).writerow([_neutral(cell) for cell in cells])
    return line.getvalue()


def _neutral(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\x00", "")
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
