import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.domain.credit_line import KNOWN_PARTIES, Role, parse_credit, render_credit, with_photo_before
from media_library.domain.credit_line.rendering import name_in
from tests.media_library.domain.credit_line.lines import PARTIES, party, read

CHAIN = [
    party("creator", "Александър Казаков"),
    party("agency", "Sputnik"),
    party("pool", "Kremlin Pool"),
    party("distributor", "AP"),
]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("bg", "Александър Казаков/Спутник/Кремълски пул чрез АП"),
        ("en", "Aleksandar Kazakov/Sputnik/Kremlin Pool via AP"),
    ],
)
def test_line_names_everyone_in_its_language(language, line):
    assert render_credit(CHAIN, language) == line


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("bg", "Снимка: Александър Казаков/Спутник/Кремълски пул чрез АП"),
        ("en", "Photo: Aleksandar Kazakov/Sputnik/Kremlin Pool via AP"),
    ],
)
def test_only_a_page_says_that_it_is_a_photo(language, line):
    assert with_photo_before(render_credit(CHAIN, language), language) == line
    assert with_photo_before("", language) == ""


@pytest.mark.parametrize(
    ("chain", "bulgarian", "english"),
    [
        ([], "", ""),
        ([party("distributor", "AP")], "АП", "AP"),
        ([party("distributor", "AP"), party("distributor", "Getty")], "АП чрез Гети Имиджис", "AP via Getty Images"),
        ([party("creator", "Win McNamee"), party("agency", "Getty")], "Win McNamee/Гети Имиджис",
         "Win McNamee/Getty Images"),
        ([party("creator", "Мария Щерева"), party("agency", "Дневник")], "Мария Щерева/Дневник",
         "Maria Shtereva/Dnevnik"),
        ([party("distributor", "AP"), party("creator", "Юлия Янева")], "Юлия Янева чрез АП", "Yulia Yaneva via AP"),
    ],
)  # fmt: skip
def test_line_of_what_there_is(chain, bulgarian, english):
    assert (render_credit(chain, "bg"), render_credit(chain, "en")) == (bulgarian, english)


LETTERS = {"bg": "абвгдежзийклмнопрстуфхцчшщъюя", "en": "abcdefghijklmnopqrstuvwxyz"}


def names(language):
    """Personal names of two or three capitalised words, some with a hyphen or an initial."""
    word = st.text(LETTERS[language], min_size=3, max_size=9).map(str.capitalize)
    last = st.one_of(word, st.tuples(word, word).map("-".join))
    first = st.one_of(word, st.sampled_from(["И.", "Ю."] if language == "bg" else ["J.", "S."]))
    return st.tuples(first, last).map(" ".join).filter(is_plain_name)


def is_plain_name(name):
    """No accident: no word that is a party, a particle, or a word of the trade."""
    parsed = read(credit=name)
    return [(link.role, link.name) for link in parsed.chain] == [("creator", name)]


def known(role):
    return st.sampled_from([KNOWN_PARTIES[place].name_bg for place in range(len(KNOWN_PARTIES))]).filter(
        lambda name: PARTIES.find(name).role == role
    )


@st.composite
def chains(draw):
    """Chains as agencies send them, with everyone once."""
    creators = draw(st.lists(names(draw(st.sampled_from(["bg", "en"]))), min_size=1, max_size=2))
    middle = [
        *draw(st.lists(known("agency"), max_size=2)),
        *draw(st.lists(known("pool"), max_size=1)),
        *draw(st.lists(known("handout"), max_size=1)),
    ]
    distributors = draw(st.lists(known("agency"), max_size=1))
    chain = [party("creator", name) for name in creators]
    chain += [PARTIES.find(name).as_party() for name in middle]
    chain += [PARTIES.find(name).as_party(Role.DISTRIBUTOR) for name in distributors]
    return read_again(chain, "bg")


def read_again(chain, language):
    creators = [name_in(link, language) for link in chain if link.role == Role.CREATOR]
    return list(parse_credit(creators, render_credit(chain, language), "", parties=PARTIES).chain)


@settings(max_examples=150, deadline=None)
@given(chains(), st.sampled_from(["bg", "en"]))
def test_line_that_was_rendered_reads_as_the_same_chain(chain, language):
    again = read_again(chain, language)

    assert [(link.role, link.party_id) for link in again] == [(link.role, link.party_id) for link in chain]
    assert [name_in(link, language) for link in again] == [name_in(link, language) for link in chain]
    assert language == "en" or again == chain


@settings(max_examples=150, deadline=None)
@given(chains(), st.sampled_from(["bg", "en"]))
def test_rendering_what_was_rendered_changes_nothing(chain, language):
    line = render_credit(chain, language)

    assert render_credit(read_again(chain, language), language) == line


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_each_party_once(creator, credit, source):
    parsed = parse_credit([creator], credit, source, parties=PARTIES)

    assert all(link.name.strip() == link.name and link.name for link in parsed.chain)
    assert len({(link.party_id, link.name.casefold()) for link in parsed.chain}) == len(parsed.chain)


@settings(max_examples=100, deadline=None)
@given(names("bg"), known("agency"))
def test_creator_needs_no_creator_field_when_the_line_begins_with_a_name(name, agency):
    chain = [party("creator", name), PARTIES.find(agency).as_party()]

    assert read(credit=render_credit(chain, "bg")).chain == tuple(chain)
