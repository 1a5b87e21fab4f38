"""What a number in an address may look like."""


class StoryNumber:
    """A whole number from 1, written in one way only, and small enough for the database."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
