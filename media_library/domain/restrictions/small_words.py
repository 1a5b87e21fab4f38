"""The words round a phrase: where, when, who else, and what warns that a sentence says more than we know."""

from __future__ import annotations

from media_library.domain.restrictions.words import keys_of


def _table(*phrases: str) -> dict[tuple[str, ...], bool]:
    return {keys_of(phrase): True for phrase in phrases}


def _folded(words: str) -> frozenset[str]:
    return frozenset(keys_of(words))


# Words after which the nouns stand in a list: NO SALES, ARCHIVES OR CROPPING.
LIST_HEADS = _table("no", "not for", "без", "не за", "забранява се", "забранени са", "забранено е", "не се разрешава")
JOINERS = _folded("and also и също")
WHERE = _table("in", "to", "for", "within", "в", "във", "за", "на територията на")
EXCEPT_WHERE = _table(
        "outside", "outside of", "except", "except in", "except for", "except to", "excluding", "other than in",
        "извън", "освен", "освен в", "освен във", "освен за", "с изключение на",
)  # fmt: skip
AFTER = _table("after", "from", "след", "от")
UNTIL = _table("until", "till", "before", "prior to", "до", "преди")
OUT_BEFORE = _table(
        "out", "not for", "not in", "prohibited in", "forbidden in", "banned in",
        "без", "не за", "не в", "забранено за", "забранена за", "забранено в", "забранена в", "забранено във",
)  # fmt: skip
OUT_BEHIND = _table("out", "is out", "are out", "excluded", "изключена", "изключени")
ONLY_BEFORE = _table(
        "only in", "only for", "only for use in", "for use only in", "restricted to", "limited to",
        "само за", "само в", "само във", "единствено за", "единствено в", "само за територията на",
        "само за употреба в", "само на територията на",
)  # fmt: skip
ONLY_BEHIND = _table("only", "само")
FOR_USE_IN = _table("for use in", "use in", "for", "in", "за употреба в", "за", "в")

# An exception or a condition that was not understood makes the whole clause not understood.
EXCEPTIONS = _folded(
    "except excepting exception exceptions excluding exclude excludes unless but however only apart other save if when "
    "where whenever while without provided subject prior permission consent agreement approval approved authorisation "
    "authorization authorised authorized although though instead rather excepted exempt exempted "
    "allowed permitted ok okay "
    "освен изключение изключения изключая но обаче ако когато само единствено разрешение съгласие условие докато "
    "разрешено разрешена разрешени позволено позволена позволени"
)
# A part of a clause that begins with one of these belongs to what stands before it.
BINDING = _folded(
    "in for to after until till before during from within by of on at with outside or nor as which that than per "
    "в във за от до след преди на с със при през извън или по към като който която които"
)
NEGATIONS = _folded("no not never non none nor neither dont cannot cant doesnt не без нито никога никакъв никаква")
# ON THE AUTHOR/THE SOURCE: the slash parts two names for the one who is to be credited.
AUTHOR_OR = _folded("source agency източник източника източникът агенцията агенция")
# They have no place in a name: a credit that seems to go on with one of these has ended, and something else began.
NO_NAME = (
    EXCEPTIONS
    | NEGATIONS
    | (BINDING - _folded("of by на от"))
    | _folded(
        "use usage used sale sales resale archive archives rights right out licence license licensed "
        "permitted allowed prohibited forbidden publication publish published internet online web website tv "
        "television broadcast must magazine magazines mags book books print newspapers required restricted "
        "restrictions clients subscribers media social territory territories embargo embargoed crop cropping "
        "fee fees special rates apply contact call all any each every please days hours altered alteration "
        "alterations manipulation употреба употребата продажба архив права забранено забранена забранени "
        "забранява разрешено публикуване сайт сайтове интернет телевизия списания вестници книги задължително "
        "абонати клиенти всички моля ембарго срок"
    )
)
