"""The answer to «may we?», with every reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from media_library.domain.rights.reasons import Rank, Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a use is allowed, and why: reasons in the order of their rank, those that forbid first.

    What is allowed with acknowledgement may be done once a person has confirmed each reason of that rank.
    """

    reasons: tuple[Reason, ...] = ()

    @property
    def denials(self) -> tuple[Reason, ...]:
        """What forbids the use."""
        return tuple(reason for reason in self.reasons if reason.rank < Rank.ACKNOWLEDGE)

    @property
    def to_confirm(self) -> tuple[Reason, ...]:
        """What somebody has to confirm, whether something else forbids the use or not."""
        return tuple(reason for reason in self.reasons if reason.rank == Rank.ACKNOWLEDGE)

    @property
    def allowed(self) -> bool:
        return not self.denials

    @property
    def needs_acknowledgement(self) -> bool:
        """Is it allowed, but only after somebody has confirmed?"""
        return self.allowed and bool(self.to_confirm)

    def word(self, language: str) -> str:
        """The verdict in a badge's few words."""
        with override(language):
            if not self.allowed:
                return _("may not be used")
            return _("with confirmation") if self.needs_acknowledgement else _("may be used")

    def explain(self, language: str) -> str:
        """The verdict and all reasons as running text, with the source's words in quotes."""
        lines = [self.word(language)]
        with override(language):
            lines += [
                _("%(reason)s (“%(words)s”)") % {"reason": reason.text(language), "words": reason.words}
                if reason.words
                else reason.text(language)
                for reason in self.reasons
            ]
        return "\n".join(lines)
