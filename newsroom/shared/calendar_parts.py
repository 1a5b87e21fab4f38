"""Parts of a date in addresses: /2025/09/03/, always with all their digits, so that each day has one address."""


class Year:
    """A year of four digits."""

    regex = "[12][0-9]{3}"

    @staticmethod
    def to_python(value: str) -> int:
        return int(value)

    @staticmethod
    def to_url(value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    """A month or a day."""

    regex = "[0-3][0-9]"

    @staticmethod
    def to_python(value: str) -> int:
        return int(value)

    @staticmethod
    def to_url(value: int) -> str:
        return f"{value:02d}"
