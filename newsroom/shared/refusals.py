"""What a public page answers when it can't be what was asked for, in words for whoever asked."""

from django.core.exceptions import BadRequest
from django.http import Http404


class WrongRequest(BadRequest):
    """400: a part of the address can't be read. `told` says which, and what was expected."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


class NothingThere(Http404):
    """404: the address can be read, and there is nothing at it. `told` says what, and where to look instead."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told
