"""Rows for the tests of this room: parties, rules, and photos as intake leaves them before their credit is read."""

from media_library.models import CreditRule, Party, Photo
from tests.factories.photos import make_photo


def make_party(name_bg, name_en, *, role="agency", aliases=()):
    """A known party; the one that the library starts with where there is one."""
    return Party.objects.update_or_create(
        name_bg=name_bg, defaults={"name_en": name_en, "role": role, "aliases": list(aliases)}
    )[0]


def make_world():
    """Sputnik, the Kremlin pool, AP and BTA."""
    return {
        party.name_en: party
        for party in (
            make_party("Спутник", "Sputnik"),
            make_party("Кремълски пул", "Kremlin Pool", role="pool"),
            make_party("АП", "AP", aliases=["Associated Press"]),
            make_party("БТА", "BTA"),
        )
    }


def make_rule(pattern, action="drop", **fields):
    return CreditRule.objects.create(pattern=pattern, action=action, **fields)


def make_arrived_photo(*, creators=(), credit="", source="", state=Photo.State.HELD, **fields):
    """A photo whose metadata are shown, and whose credit nobody has read yet."""
    names = [{"name": name, "job_title": ""} for name in creators]
    empty = {"credit_line_bg": "", "credit_line_en": "", "credit_complete": state == Photo.State.RELEASED}
    return make_photo(
        creators=[],
        shown={"creators": names, "credit": credit, "source": source},
        state=state,
        presets=(),
        **(empty | fields),
    )


def lines_of(photo):
    """Both lines as they are in the database."""
    photo = Photo.objects.get(pk=photo.pk)
    return photo.credit_line_bg, photo.credit_line_en


def chain_of(photo):
    return [f"{link.role} {link.name}" for link in photo.credit_chain.order_by("position")]
