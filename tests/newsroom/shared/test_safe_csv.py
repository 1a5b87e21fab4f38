import csv
import io
from decimal import Decimal

import pytest

from newsroom.shared.safe_csv import write_csv, write_csv_row


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_table_is_read_back_as_it_was():
    rows = [["Мост", 'с "кавички", и запетая', "два\nреда", 17, -3, ""], ["", "", "", 0, 0, ""]]
    content = write_csv(["А", "Б", "В", "Г", "Д", "Е"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [["А", "Б", "В", "Г", "Д", "Е"], *([str(cell) for cell in row] for row in rows)]


@pytest.mark.parametrize("text", ["=1+1", "+359", "-2", "@SUM(A1)", "\t=1", "\n=1"])
def test_text_is_no_formula(text):
    assert next(csv.reader(io.StringIO(write_csv_row([text]), newline=""))) == [f"'{text}"]


def test_negative_sum_stays_a_number_and_nothing_is_an_empty_cell():
    assert write_csv_row([Decimal("-12.50"), None]) == "-12.50,\r\n"
