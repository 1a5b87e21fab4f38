import pytest

from media_library.domain.credit_line import KnownParties, KnownParty, Role, Rule, RuleAction, parse_credit
from media_library.domain.credit_line.chain import WarningCode
from tests.media_library.domain.credit_line.lines import PARTIES, read, spell


@pytest.mark.parametrize(
    ("creators", "credit", "chain"),
    [
        (
            "Александър Казаков",
            "Спутник/Кремълски пул чрез АП",
            ["creator Александър Казаков", "agency Спутник", "pool Кремълски пул", "distributor АП"],
        ),
        (
            "Мария Георгиева",
            "Пресфото/Пул чрез ЕПА",
            ["creator Мария Георгиева", "agency Пресфото", "pool Пул", "distributor ЕПА"],
        ),
        ("Ju Peng", "Xinhua", ["creator Ju Peng", "agency Синхуа"]),
        ("Xie Huanchi/Xinhua", "XINHUA", ["creator Xie Huanchi", "agency Синхуа"]),
        ("J. Scott Applewhite", "ASSOCIATED PRESS", ["creator J. Scott Applewhite", "agency АП"]),
        ("Uncredited", "AP", ["agency АП"]),
        ("STR", "AFP", ["agency АФП"]),
        ("Reuters", "Reuters", ["agency Ройтерс"]),
        ("БТА", "Александър Казаков чрез БТА", ["creator Александър Казаков", "distributor БТА"]),
        ("Иван Петров; Мария Георгиева", "БТА", ["creator Иван Петров", "creator Мария Георгиева", "agency БТА"]),
        ("Иван Петров и Мария Георгиева", "БТА", ["creator Иван Петров", "creator Мария Георгиева", "agency БТА"]),
        ("Jane Doe for The Guardian", "The Guardian", ["creator Jane Doe", "agency The Guardian"]),
        ("Петров", "Спутник", ["creator Петров", "agency Спутник"]),
        (
            "Александър Казаков/Спутник/Кремълски пул чрез АП",
            "",
            ["creator Александър Казаков", "agency Спутник", "pool Кремълски пул", "distributor АП"],
        ),
    ],
)
def test_creator_field_names_creators_and_the_credit_line_the_others(creators, credit, chain):
    parsed = read(creators, credit)

    assert spell(parsed) == chain
    assert (parsed.undecided, parsed.warnings) == ((), ())


@pytest.mark.parametrize(
    ("credit", "chain"),
    [
        # Bulgarian desks
        ("Снимка: БТА", ["agency БТА"]),
        ("Снимка БТА", ["agency БТА"]),
        ("Сн. БТА", ["agency БТА"]),
        ("Сн.: Иван Петров, БТА", ["creator Иван Петров", "agency БТА"]),
        ("Фото БГНЕС", ["agency БГНЕС"]),
        ("Фото: Владимир Шоков", ["creator Владимир Шоков"]),
        ("Снимки на Димитър Кьосемарлиев", ["creator Димитър Кьосемарлиев"]),
        ("Снимки: Мария Иванова-Петрова, БТА", ["creator Мария Иванова-Петрова", "agency БТА"]),
        ("Петя Иванова за БТА", ["creator Петя Иванова", "agency БТА"]),
        ("БТА, Иван Петров", ["creator Иван Петров", "agency БТА"]),
        ("Иван Петров и Мария Георгиева/БТА", ["creator Иван Петров", "creator Мария Георгиева", "agency БТА"]),
        ("Иван Петров, Мария Георгиева, БТА", ["creator Иван Петров", "creator Мария Георгиева", "agency БТА"]),
        ("Владимир Шоков (ВШ)/БТА", ["creator Владимир Шоков", "agency БТА"]),
        ("Снимка: архив БТА", ["agency БТА"]),
        ("БТА, архив", ["agency БТА"]),
        ("Пресфото БТА", ["agency Пресфото-БТА"]),
        ("Снимка: Асошиейтед прес", ["agency АП"]),
        ("Снимка: Стопкадър БНТ", ["agency БНТ"]),
        ("Снимка: МВР", ["handout МВР"]),
        ("Снимка: предоставена от МВР", ["handout МВР"]),
        ("ОДМВР - Пловдив", ["handout ОДМВР - Пловдив"]),
        ("Росен Христов, Община Пловдив", ["creator Росен Христов", "handout Община Пловдив"]),
        ("Красимир Юскеселиев/Пресслужба на МС", ["creator Красимир Юскеселиев", "handout Министерски съвет"]),
        ("Снимката е предоставена от Иван Петров", ["handout Иван Петров"]),
        ("Грегориан Стоянов, Регионална библиотека", ["creator Грегориан Стоянов", "handout Регионална библиотека"]),
        ("Иван Петров - БТА, 2024 г.", ["creator Иван Петров", "agency БТА"]),
        ("(Снимка: Иван Петров)", ["creator Иван Петров"]),
        ("Снимка: Личен архив", ["handout Личен архив"]),
        ("Снимка: Пламен Тодоров / Sportal.bg", ["creator Пламен Тодоров", "agency Sportal.bg"]),
        ("Мария Петрова/в. „Стандарт“", ["creator Мария Петрова", "agency в. „Стандарт“"]),
        ("Мария Георгиева/Дневник/ДНЕВНИК", ["creator Мария Георгиева", "agency Дневник"]),
        ("Мария Георгиева/Дневник", ["creator Мария Георгиева", "agency Дневник"]),
        (
            "Александър Казаков - Спутник – Кремълски пул през АП",
            ["creator Александър Казаков", "agency Спутник", "pool Кремълски пул", "distributor АП"],
        ),
        # The Associated Press
        (
            "(Gavriil Grigorov, Sputnik, Kremlin Pool Photo via AP)",
            ["creator Gavriil Grigorov", "agency Спутник", "pool Кремълски пул", "distributor АП"],
        ),
        ("AP Photo/Alexander Zemlianichenko", ["creator Alexander Zemlianichenko", "agency АП"]),
        ("(AP Photo/Matt Rourke, File)", ["creator Matt Rourke", "agency АП"]),
        ("AP Photo/Matt Rourke, Pool", ["creator Matt Rourke", "agency АП", "pool Пул"]),
        ("Dmitri Lovetsky via AP", ["creator Dmitri Lovetsky", "distributor АП"]),
        ("Andreea Alexandru, Vadim Ghirda, AP", ["creator Andreea Alexandru", "creator Vadim Ghirda", "agency АП"]),
        ("Lee Jin-man/AP", ["creator Lee Jin-man", "agency АП"]),
        ("The White House via AP", ["handout Белият дом", "distributor АП"]),
        ("© 2024 The Associated Press. All rights reserved.", ["agency АП"]),
        ("John Smith (AP)", ["creator John Smith", "agency АП"]),
        # Reuters
        ("REUTERS/Kevin Lamarque/File Photo", ["creator Kevin Lamarque", "agency Ройтерс"]),
        ("REUTERS/Stringer", ["agency Ройтерс"]),
        (
            "Sputnik/Sergey Bobylev/Pool via REUTERS",
            ["creator Sergey Bobylev", "agency Спутник", "pool Пул", "distributor Ройтерс"],
        ),
        (
            "Yves Herman / Pool via REUTERS ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY.",
            ["creator Yves Herman", "pool Пул", "distributor Ройтерс"],
        ),
        ("NASA/Handout via Reuters", ["handout НАСА", "distributor Ройтерс"]),
        ("Jane Roe/U.S. Navy/Handout via Reuters", ["creator Jane Roe", "handout U.S. Navy", "distributor Ройтерс"]),
        ("Handout via REUTERS", ["handout предоставена снимка", "distributor Ройтерс"]),
        # AFP and Getty Images
        ("Photo by LUDOVIC MARIN / AFP", ["creator Ludovic Marin", "agency АФП"]),
        ("Ludovic MARIN / AFP or licensors", ["creator Ludovic Marin", "agency АФП"]),
        ("AFP PHOTO / HO / KREMLIN", ["agency АФП", "handout Кремъл"]),
        ("AFP PHOTO / KREMLIN POOL / ALEXEY NIKOLSKY",
         ["creator Alexey Nikolsky", "agency АФП", "pool Кремълски пул"]),
        ("STR/AFP via Getty Images", ["agency АФП", "distributor Гети Имиджис"]),
        ("Photo by Win McNamee/Getty Images", ["creator Win McNamee", "agency Гети Имиджис"]),
        (
            "Kremlin Press Office/Handout/Anadolu Agency via Getty Images",
            ["handout Кремъл", "agency Анадолска агенция", "distributor Гети Имиджис"],
        ),
        ("Photo AFP par Jean Dupont", ["creator Jean Dupont", "agency АФП"]),
        ("Photo par Jean Dupont", ["creator Jean Dupont"]),
        ("Jean Dupont par AFP", ["creator Jean Dupont", "distributor АФП"]),
        ("AFP чрез Гети чрез АП", ["agency АФП", "distributor Гети Имиджис", "distributor АП"]),
        # EPA, dpa, ANSA, Sputnik, the British and the Americans
        (
            "EPA-EFE/SERGEI BOBYLEV / SPUTNIK / KREMLIN POOL MANDATORY CREDIT",
            ["creator Sergei Bobylev", "agency ЕПА", "agency Спутник", "pool Кремълски пул"],
        ),
        ("Image: ESA–D. Ducros", ["creator D. Ducros", "handout ЕКА"]),
        ("Sputnik-AP", ["agency Спутник", "agency АП"]),
        ("EPA/HANDOUT", ["agency ЕПА"]),
        ("picture alliance/dpa | Kay Nietfeld", ["creator Kay Nietfeld", "agency Пикчър Алайънс", "agency ДПА"]),
        ("Bernd von Jutrczenka/dpa/AP", ["creator Bernd von Jutrczenka", "agency ДПА", "agency АП"]),
        ("ANSA/ANGELO CARCONI", ["creator Angelo Carconi", "agency АНСА"]),
        ("Mikhail Metzel/TASS/Kremlin Press Office", ["creator Mikhail Metzel", "agency ТАСС", "handout Кремъл"]),
        ("Conor O'Brien - PA Wire", ["creator Conor O'Brien", "agency ПА"]),
        ("Official White House Photo by Pete Souza", ["creator Pete Souza", "handout Белият дом"]),
        ("UN Photo/Manuel Elías", ["creator Manuel Elías", "handout ООН"]),
        ("Photo courtesy of the U.S. Navy", ["handout U.S. Navy"]),
        ("European Union - EP", ["handout Европейски парламент"]),
        ("Jane Doe/The New York Times through AP", ["creator Jane Doe", "agency The New York Times", "distributor АП"]),
        # Names
        ("JAN VAN DER BERG/ANP", ["creator Jan van der Berg", "agency АНП"]),
        ("Доминик дьо Вилпен / АФП", ["creator Доминик дьо Вилпен", "agency АФП"]),
        ("Махмуд Ал-Масри/АФП", ["creator Махмуд Ал-Масри", "agency АФП"]),
        ("Abd al-Rahman Khalifa/Xinhua", ["creator Abd al-Rahman Khalifa", "agency Синхуа"]),
        ("Jean-Pierre d'Harcourt / Abaca", ["creator Jean-Pierre d'Harcourt", "agency Абака"]),
        ("Л. Георгиев/БТА", ["creator Л. Георгиев", "agency БТА"]),
        ("И.Петров/БТА", ["creator И. Петров", "agency БТА"]),
        ("J.R.R. Tolkien/PA", ["creator J.R.R. Tolkien", "agency ПА"]),
        ("MIA WALLACE/AP", ["creator Mia Wallace", "agency АП"]),
        ("Казаков, Александър/Спутник", ["creator Александър Казаков", "agency Спутник"]),
        # Abbreviations that nobody knows
        ("Jane Doe/XYZ", ["creator Jane Doe", "agency XYZ"]),
        ("Иван Петров/QQQ/ЯЯЯ", ["creator Иван Петров", "agency QQQ", "agency ЯЯЯ"]),
        # Wrong keyboards
        ("АP", ["agency АП"]),  # Cyrillic А, Latin P
        ("ЕРА/Иван Петров", ["creator Иван Петров", "agency ЕПА"]),  # all Cyrillic, meant to be Latin
        # Only the distributor, and nobody
        ("via AP", ["distributor АП"]),
        ("", []),
        ("Снимка:", []),
        ("/ - / чрез", []),
        ("© 2024", []),
        # A template that nobody has filled in
        ("Photo by", []),
        ("Photo Credit:", []),
        ("Image by:", []),
        ("Автор:", []),
        ("Снимка: / Photo by", []),
        ("Photo courtesy of", ["handout предоставена снимка"]),
        ("Снимка, предоставена от", ["handout предоставена снимка"]),
        ("Photo by/AP", ["agency АП"]),
    ],
)  # fmt: skip
def test_credit_line_is_read_as_a_photo_desk_reads_it(credit, chain):
    parsed = read(credit=credit)

    assert spell(parsed) == chain
    assert (parsed.undecided, parsed.warnings) == ((), ())


@pytest.mark.parametrize(
    ("creators", "credit", "source", "chain", "undecided"),
    [
        ("", "Иванов", "", [], ["Иванов"]),
        ("", "Дневник", "", [], ["Дневник"]),
        ("", "Al Jazeera", "", [], ["Al Jazeera"]),
        ("", "Спутникс/Иванов", "", [], ["Спутникс", "Иванов"]),
        ("", "Спутник/Иванов", "", ["agency Спутник"], ["Иванов"]),
        ("", "Иванов, Петров", "", [], ["Иванов, Петров"]),
        ("", "Smith, John/AP", "", ["agency АП"], ["Smith, John"]),
        ("", "Иван Петров/Мария Георгиева", "", ["creator Иван Петров"], ["Мария Георгиева"]),
        ("Иван Петров", "Зелена България", "", ["creator Иван Петров"], ["Зелена България"]),
        ("Иван Петров", "Стоянов", "", ["creator Иван Петров"], ["Стоянов"]),
        ("García Márquez, Gabriel", "EFE", "", ["agency ЕФЕ"], ["García Márquez, Gabriel"]),
        ("", "NASA, ESA, CSA, STScI", "", ["handout НАСА", "handout ЕКА"], ["CSA", "STScI"]),
        ("", "Снимка: фейсбук", "", [], ["фейсбук"]),
        ("", "", "Дневник", [], ["Дневник"]),
        ("Иван Петров", "", "Дневник", ["creator Иван Петров"], ["Дневник"]),
        ("", "иван петров", "", [], ["иван петров"]),
    ],
)
def test_what_the_fields_do_not_decide_is_left_to_a_person(creators, credit, source, chain, undecided):
    parsed = read(creators, credit, source)

    assert spell(parsed) == chain
    assert list(parsed.undecided) == undecided


@pytest.mark.parametrize(
    ("creators", "credit", "source", "chain"),
    [
        ("", "Спутникс/Иван Петров", "Спутникс", ["creator Иван Петров", "agency Спутникс"]),
        ("Иванов", "Дружба/Иванов", "Дружба", ["creator Иванов", "agency Дружба"]),
        ("Иван Петров", "", "БТА", ["creator Иван Петров", "agency БТА"]),
        ("Gavriil Grigorov", "AP", "POOL", ["creator Gavriil Grigorov", "pool Пул", "agency АП"]),
        ("Gavriil Grigorov", "AP", "SPUTNIK KREMLIN POOL",
         ["creator Gavriil Grigorov", "agency Спутник", "pool Кремълски пул", "agency АП"]),
        ("Александър Петров", "Пресфото/Дворцов пул чрез Вестител", "Вестител",
         ["creator Александър Петров", "agency Пресфото", "pool Дворцов пул", "distributor Вестител"]),
        ("Ian Britton", "Ian Britton", "FreeFoto.com", ["creator Ian Britton", "agency FreeFoto.com"]),
        ("John Smith", "AFP via Getty Images", "AFP",
         ["creator John Smith", "agency АФП", "distributor Гети Имиджис"]),
        ("Иван Петров", "Reuters", "X02714", ["creator Иван Петров", "agency Ройтерс"]),
        ("Иван Петров", "", "X02714", ["creator Иван Петров"]),
        ("AP", "AP", "AP", ["agency АП"]),
        ("", "AP via AP", "", ["agency АП"]),
    ],
)  # fmt: skip
def test_source_field_decides_and_completes(creators, credit, source, chain):
    parsed = read(creators, credit, source)

    assert spell(parsed) == chain
    assert parsed.undecided == ()


@pytest.mark.parametrize(
    ("creators", "credit", "creator"),
    [
        ("ИВАН ПЕТРОВ", "Иван Петров, БТА", "Иван Петров"),
        ("Иван Петров", "ИВАН ПЕТРОВ/БТА", "Иван Петров"),
        ("José García", "JOSE GARCIA/БТА", "José García"),
        ("Jose Garcia", "José García/БТА", "José García"),
        ("И. Петров", "Иван Петров/БТА", "Иван Петров"),
        ("Ал. Казаков", "Александър Казаков/БТА", "Александър Казаков"),
        ("Александър Казаков", "Казаков/БТА", "Александър Казаков"),
        ("Казаков", "Александър Казаков/БТА", "Александър Казаков"),
        ("Ivan Petrov", "Иван Петров / БТА", "Иван Петров"),
        ("Мария Георгиева", "MARIA GEORGIEVA/БТА", "Мария Георгиева"),
        ("Дилков, Николай", "Николай Дилков, БТА", "Николай Дилков"),
        ("van der Berg, Jan", "JAN VAN DER BERG/БТА", "Jan van der Berg"),
        ("King, Martin, Jr.", "Martin King Jr./БТА", "Martin King Jr."),
        ("Иван Петров; иван петров", "Иван Петров/БТА/БТА", "Иван Петров"),
        ("", "Ivan Petrov / ivan petrov / BTA", "Ivan Petrov"),
        ("Иван Петров", "Иван Петров/Българска телеграфна агенция/BTA/бта", "Иван Петров"),
    ],
)
def test_spellings_of_one_party_are_folded_into_the_best(creators, credit, creator):
    parsed = read(creators, credit)

    assert spell(parsed) == [f"creator {creator}", "agency БТА"]
    assert parsed.undecided == ()


@pytest.mark.parametrize(
    ("credit", "chain", "dropped"),
    [
        (
            "Снимка: Иван Петров, ivan@petrov.bg, тел. +359 888 123 456",
            ["creator Иван Петров"],
            ["ivan@petrov.bg", "тел. +359 888 123 456"],
        ),
        ("Иван Петров https://www.petrov.bg/снимки/1", ["creator Иван Петров"], ["https://www.petrov.bg/снимки/1"]),
        ("www.bta.bg/AP", [], ["www.bta.bg/AP"]),
        ("Иван Петров/БТА, 02/926 22 33", ["creator Иван Петров", "agency БТА"], ["02/926 22 33"]),
    ],
)
def test_contacts_are_dropped_with_a_warning(credit, chain, dropped):
    parsed = read(credit=credit)

    assert spell(parsed) == chain
    assert sorted(warning.words for warning in parsed.warnings) == sorted(dropped)
    assert {warning.code for warning in parsed.warnings} == {WarningCode.CONTACT_DROPPED}


def test_invisible_characters_and_decomposed_letters_make_no_other_name():
    assert spell(read("Андреи\u0306 Ива\u0301нов", "\u202eБТА\u200b\x00")) == ["creator Андрей Ива́нов", "agency БТА"]


def test_line_breaks_separate():
    assert spell(read(credit="Иван Петров\r\nБТА\nчрез АП")) == [
        "creator Иван Петров", "agency БТА", "distributor АП",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000, "Иван Петров/" * 500, "чрез " * 1_000, "/" * 5_000, "(" * 5_000, ", " * 2_500, " - x" * 1_250,
     "+359 " * 1_000, "a@" * 2_500, "Снимка: " * 600, "a." * 2_500, "1" * 5_000, "© " * 2_500],
)  # fmt: skip
def test_text_of_5000_characters_is_bounded(text):
    parsed = parse_credit([text] * 50, text, text, parties=PARTIES)

    assert len(parsed.chain) <= 12
    assert len(parsed.undecided) <= 12
    assert all(len(words) <= 250 for words in (*parsed.undecided, *(party.name for party in parsed.chain)))
    assert WarningCode.TOO_MANY_PARTIES in {warning.code for warning in parsed.warnings}


def test_long_credit_keeps_its_beginning_and_says_so():
    parsed = read(credit="Иван Петров/БТА/" + "дълги думи " * 500)

    assert spell(parsed)[:2] == ["creator Иван Петров", "agency БТА"]
    assert [warning.code for warning in parsed.warnings] == [WarningCode.CUT]


def test_nothing_at_all_is_an_empty_chain():
    parsed = parse_credit([], "", "", parties=KnownParties())

    assert (parsed.chain, parsed.undecided, parsed.warnings) == ((), (), ())


def test_library_that_knows_nobody_decides_what_the_words_say():
    parsed = parse_credit(["Мария Георгиева"], "Пресфото/Пул чрез ЕПА", "", parties=KnownParties())

    assert spell(parsed) == ["creator Мария Георгиева", "agency Пресфото", "pool Пул", "distributor ЕПА"]


def test_two_unknown_single_words_are_never_guessed():
    parsed = parse_credit([], "Спутник/Иванов", "", parties=KnownParties())

    assert (parsed.chain, parsed.undecided) == ((), ("Спутник", "Иванов"))


def test_known_person_is_the_creator_by_any_spelling():
    parties = KnownParties([KnownParty("Бойко Кантарджиев", "Boyko Kantardjiev", Role.CREATOR, ("Бойко К.",), 7)])

    parsed = parse_credit([], "Дневник/Бойко К.", "", parties=parties)

    assert [(party.role, party.name_en, party.party_id) for party in parsed.chain if party.party_id] == [
        ("creator", "Boyko Kantardjiev", 7)
    ]


def test_rule_gives_a_name_its_role():
    rules = [Rule("Дневник", RuleAction.ROLE, role=Role.AGENCY), Rule("Иванов", RuleAction.ROLE, role=Role.CREATOR)]

    assert spell(read(credit="Дневник/Иванов", rules=rules)) == ["creator Иванов", "agency Дневник"]


def test_rule_goes_before_what_a_party_usually_is():
    rules = [Rule("Getty Images", RuleAction.ROLE, role=Role.DISTRIBUTOR)]

    assert spell(read("John Smith", "AFP/Getty Images", rules=rules)) == [
        "creator John Smith", "agency АФП", "distributor Гети Имиджис",
    ]  # fmt: skip
