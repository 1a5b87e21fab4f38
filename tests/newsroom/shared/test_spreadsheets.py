import csv
import io

import pytest

from newsroom.shared.spreadsheets import csv_row


def test_row_is_read_back_as_it_was():
    cells = ["Мост", 'с "кавички", и запетая', "два\nреда", 17, -3, ""]
    assert next(csv.reader(io.StringIO(csv_row(cells)))) == [str(cell) for cell in cells]


@pytest.mark.parametrize("text", ["=1+1", "+359", "-2", "@SUM(A1)", "\t=1"])
def test_text_is_no_formula(text):
    assert next(csv.reader(io.StringIO(csv_row([text])))) == [f"'{text}"]
