"""The agency's printed documents: licences, statements, invoices. A4, in the letters of the site.

The two fonts beside this file are Sofia Sans (SIL OFL 1.1), upright at two weights, with Latin and Cyrillic in their
Bulgarian forms; their figures are the tabular ones, so that columns of numbers stand under each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

_FONTS: Final = Path(__file__).with_name("fonts")
_FAMILY: Final = "Sofia Sans"
# Millimetres and points.
_SIDE, _TOP, _BOTTOM = 20, 26, 22
_TEXT, _SMALL, _HEADING, _TITLE = 10, 8, 12.5, 20
_INK, _QUIET, _LINE = (20, 24, 28), (86, 94, 102), (217, 220, 218)
_LEADING: Final = 1.4
_KEY_SHARE: Final = 0.32
_ROW_LINES: Final = 30  # A taller value is written as paragraphs: a row of a table never breaks over two pages.
_NARROW_SPACE, _NO_BREAK_SPACE = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width in any unit, and whether numbers stand in it."""

    title: str
    share: float = 1
    is_number: bool = False


class _Sheet(FPDF):
    """The pages, with the agency in the head, and document and page number in the foot."""

    def __init__(self, *, agency: str, title: str) -> None:
        super().__init__(format="A4")
        self._agency, self._title = agency, title

    def header(self) -> None:
        self.set_y(12)
        self.set_font(_FAMILY, "B", _SMALL + 1)
        self.set_text_color(*_INK)
        self.cell(0, 5, self._agency, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*_LINE)
        self.line(_SIDE, 19, self.w - _SIDE, 19)
        self.set_y(_TOP)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(_FAMILY, "", _SMALL)
        self.set_text_color(*_QUIET)
        number = f"{self.page_no()} / {{nb}}"
        self.cell(self.epw - 25, 5, _cut(self, f"{self._agency} · {self._title}", width=self.epw - 27))
        self.cell(25, 5, number, align="R")


class DocumentMaker:
    """One document, written from its head to its foot; `finish` gives its bytes.

    The same calls with the same `made_at` (aware) give the same bytes. `language` is that of the words ("bg", "en").
    Letters that the fonts don't have are left as empty boxes.
    """

    def __init__(self, *, title: str, language: str, agency: str, made_at: dt.datetime) -> None:
        self._sheet = sheet = _Sheet(agency=_clean(agency), title=_clean(title))
        sheet.set_lang(language)
        sheet.set_title(title)
        sheet.set_author(agency)
        sheet.set_creator(agency)
        sheet.set_creation_date(made_at)
        sheet.set_margins(_SIDE, _TOP, _SIDE)
        sheet.c_margin = 0  # Text begins where lines do.
        sheet.set_auto_page_break(auto=True, margin=_BOTTOM)
        sheet.set_line_width(0.2)
        for style, name in (("", "regular"), ("B", "bold")):
            sheet.add_font(_FAMILY, style, _FONTS / f"sofia-sans-{name}.ttf")
        sheet.add_page()

    def title(self, text: str) -> None:
        """The name of the document, large."""
        self._write(text, size=_TITLE, style="B", leading=1.15, after=4)

    def heading(self, text: str) -> None:
        """The head of a part. It goes to the next page rather than stand alone at the foot of one."""
        if self._sheet.will_page_break(_HEADING + 14):
            self._sheet.add_page()
        self._sheet.ln(3)
        self._write(text, size=_HEADING, style="B", after=2)

    def paragraph(self, text: str, *, is_quiet: bool = False) -> None:
        """Running text; line breaks in it are kept. Quiet is small and grey."""
        size, colour = (_SMALL, _QUIET) if is_quiet else (_TEXT, _INK)
        self._write(text, size=size, colour=colour, after=2)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names and their values, side by side. Rows without a value are left out."""
        together: list[tuple[str, str]] = []
        for name, value in rows:
            if not value:
                continue
            if self._lines_of(value, width=self._sheet.epw * (1 - _KEY_SHARE) - 4) <= _ROW_LINES:
                together.append((name, value))
                continue
            self._fact_table(together)
            together = []
            self._write(name, size=_TEXT, colour=_QUIET, after=1)
            self.paragraph(value)
        self._fact_table(together)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, sums: Sequence[str] = ()) -> None:
        """Rows under a head that comes again on every page, numbers on the right; `sums` is a last row in bold."""
        self._start_table()
        heads = FontFace(emphasis="B", color=_INK, size_pt=_SMALL + 1)
        with self._sheet.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(column.share for column in columns),
            headings_style=heads,
            line_height=self._line_height(_SMALL + 1),
            padding=(1.2, 1.5, 1.2, 0),
            text_align=tuple("RIGHT" if column.is_number else "LEFT" for column in columns),
            v_align="TOP",
        ) as table:
            table.row([_clean(column.title) for column in columns])
            for row in rows:
                table.row([_clean(cell) for cell in row])
            if sums:
                table.row([_clean(cell) for cell in sums], style=FontFace(emphasis="B"))
        self._sheet.ln(3)

    def space(self, millimetres: float) -> None:
        self._sheet.ln(millimetres)

    def finish(self) -> bytes:
        """The whole document as PDF."""
        return bytes(self._sheet.output() or b"")

    def _fact_table(self, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        self._start_table(size=_TEXT)
        with self._sheet.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=(_KEY_SHARE, 1 - _KEY_SHARE),
            first_row_as_headings=False,
            line_height=self._line_height(_TEXT),
            padding=(1.2, 1.5, 1.2, 0),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for name, value in rows:
                row = table.row()
                row.cell(_clean(name), style=FontFace(color=_QUIET))
                row.cell(_clean(value))
        self._sheet.ln(3)

    def _start_table(self, *, size: float = _SMALL + 1) -> None:
        self._sheet.set_font(_FAMILY, "", size)
        self._sheet.set_text_color(*_INK)
        self._sheet.set_draw_color(*_LINE)

    def _write(
        self,
        text: str,
        *,
        size: float,
        after: float,
        style: str = "",
        colour: tuple[int, int, int] = _INK,
        leading: float = _LEADING,
    ) -> None:
        self._sheet.set_font(_FAMILY, style, size)
        self._sheet.set_text_color(*colour)
        height = self._line_height(size, leading=leading)
        self._sheet.multi_cell(0, height, _clean(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._sheet.ln(after)

    def _lines_of(self, text: str, *, width: float) -> int:
        self._sheet.set_font(_FAMILY, "", _TEXT)
        lines = self._sheet.multi_cell(width, text=_clean(text), dry_run=True, output=MethodReturnValue.LINES)
        return len(cast("list[str]", lines))

    @staticmethod
    def _line_height(size: float, *, leading: float = _LEADING) -> float:
        return size * leading * 25.4 / 72


def _clean(text: str) -> str:
    """What can be set: no control characters but the end of a line, and the spaces that the fonts have."""
    text = text.replace("\r\n", "\n").replace(_NARROW_SPACE, _NO_BREAK_SPACE).replace("\t", " ")
    return "".join(letter for letter in text if letter == "\n" or letter >= " ")


def _cut(sheet: FPDF, text: str, *, width: float) -> str:
    """The text on one line, shortened with dots where the line is too short."""
    if sheet.get_string_width(text) <= width:
        return text
    while text and sheet.get_string_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
