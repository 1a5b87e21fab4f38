"""Who may do what with a photo: the facts, the decision with its reasons, and its spans of time for the search."""

from media_library.domain.rights.deciding import decide, decide_facts
from media_library.domain.rights.facts import RightsFacts, facts_for
from media_library.domain.rights.reasons import Rank, Reason
from media_library.domain.rights.recompiling import find_periods, recompile, recompile_supplier
from media_library.domain.rights.verdict import Verdict
from media_library.domain.rights.windows import (
    next_change_of_rights,
    refresh_licence,
    refresh_rights,
    refresh_supplier,
    usable,
    windows_for,
)

__all__ = [
    "Rank",
    "Reason",
    "RightsFacts",
    "Verdict",
    "decide",
    "decide_facts",
    "facts_for",
    "find_periods",
    "next_change_of_rights",
    "recompile",
    "recompile_supplier",
    "refresh_licence",
    "refresh_rights",
    "refresh_supplier",
    "usable",
    "windows_for",
]
