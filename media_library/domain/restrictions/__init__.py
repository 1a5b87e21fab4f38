"""Instructions of the trade («EDITORIAL USE ONLY. JAPAN OUT») compiled into rules that a machine can hold to.

`words` cuts a text into words, `vocabulary`, `territories` and `periods` know what they mean, `compiling` reads them.
"""

from media_library.domain.restrictions.compiling import Compiled, CompiledRestriction, Span, compile_instructions

__all__ = ["Compiled", "CompiledRestriction", "Span", "compile_instructions"]
