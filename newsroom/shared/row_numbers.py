"""Numbers of rows in addresses."""

from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """A whole number from 1, written in one way only, and small enough for the database."""

    regex = "[1-9][0-9]{0,17}"


class PartNumber(RowNumber):
    """The number of a part of many rows: times the length of a part it is still small enough for the database."""

    regex = "[1-9][0-9]{0,11}"
