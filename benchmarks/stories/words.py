"""The words that the stories of a benchmark are made of, in both languages.

A sentence is a subject, what it did, to what, where and when: each of a list can stand beside each of the next.
"""

SECTIONS = (
    ("bulgaria", "България", "Bulgaria"),
    ("world", "Свят", "World"),
    ("economy", "Икономика", "Economy"),
    ("society", "Общество", "Society"),
    ("regions", "Региони", "Regions"),
    ("sport", "Спорт", "Sport"),
    ("culture", "Култура", "Culture"),
    ("science", "Наука", "Science"),
)

SUBJECTS = {
    "bg": (
        "Президентът", "Министърът на енергетиката", "Министърът на външните работи", "Министърът на образованието",
        "Правителството", "Народното събрание", "Общинският съвет", "Кметът на града", "Областният управител",
        "Българската академия на науките", "Европейската комисия", "Европейският парламент", "Съветът за сигурност",
        "Националната библиотека", "Министерството на здравеопазването", "Министерството на културата",
        "Националният статистически институт", "Централната банка", "Комисията по финансите", "Софийската опера",
        "Националният отбор по волейбол", "Треньорът на националите", "Пожарната служба", "Пътната агенция",
        "Професорът по история", "Ректорът на университета", "Директорът на музея", "Омбудсманът",
        "Браншовата организация на хотелиерите", "Съюзът на писателите", "Министър-председателят", "Главният прокурор",
        "Посланикът", "Върховният комисар за бежанците", "Агенцията по храните", "Управителният съвет",
    ),
    "en": (
        "The president", "The energy minister", "The foreign minister", "The education minister", "The government",
        "Parliament", "The city council", "The mayor", "The regional governor", "The Academy of Sciences",
        "The European Commission", "The European Parliament", "The Security Council", "The national library",
        "The health ministry", "The culture ministry", "The statistics office", "The central bank",
        "The finance committee", "The Sofia opera", "The national volleyball team", "The fire service",
        "The road agency", "The ombudsman", "The prime minister", "The food agency",
    ),
}  # fmt: skip
VERBS = {
    "bg": (
        "обсъди", "представи", "одобри", "подкрепи", "отложи", "обяви", "поиска", "прие", "оспори", "разгледа",
        "отхвърли", "предложи", "защити", "показа", "започна", "завърши", "проучи", "описа", "похвали", "разкритикува",
    ),
    "en": (
        "discussed", "presented", "approved", "backed", "postponed", "announced", "demanded", "adopted", "disputed",
        "reviewed", "rejected", "proposed", "defended", "opened", "completed", "studied", "praised", "criticised",
    ),
}  # fmt: skip
OBJECTS = {
    "bg": (
        "новия план за ремонт на пътищата", "бюджета за следващата година", "промените в закона за енергетиката",
        "програмата за обновяване на училищата", "споразумението за газовата връзка", "доклада за чистотата на въздуха",
        "стратегията за развитие на туризма", "проекта за нова детска болница", "изложбата на старинни карти",
        "резултатите от преброяването на населението", "мерките срещу високите цени на храните", "строежа на метрото",
        "договора за доставка на влакове", "закона за горите", "графика на ваксинациите", "проучването на дълбините",
        "наредбата за движението на тежките камиони", "помощта за пострадалите от наводненията", "търга за моста",
        "състава на националния отбор", "откритието на археолозите", "издаването на средновековни ръкописи",
        "данните за безработицата", "условията за внос на зърно", "плана за спасяване на язовира", "срока за реформата",
        "сградата на старата поща", "преговорите за еврозоната", "наградите за млади учени", "спора за водата",
        "новата учебна програма по математика", "пътуването на изследователския кораб", "изборите за местна власт",
        "размера на минималната заплата", "защитата на крайбрежните дюни", "ограниченията за риболова",
        "линията за високоскоростни влакове", "събирането на отпадъците", "изпитите след седми клас", "дебюта",
    ),
    "en": (
        "the new plan for road repairs", "the budget for next year", "the changes to the energy act",
        "the programme for school renovation", "the gas link agreement", "the report on air quality",
        "the tourism strategy", "the project for a children's hospital", "the exhibition of old maps",
        "the census results", "the measures against high food prices", "the metro line", "the contract for new trains",
        "the forests act", "the vaccination schedule", "the deep-sea survey", "the rules for heavy lorries",
        "the aid for flood victims", "the harbour tender", "the squad for the qualifiers", "the archaeologists' find",
        "the unemployment figures", "the terms of grain imports", "the euro talks", "the prizes for young scientists",
        "the local elections", "the minimum wage", "the coastal dunes", "the fishing limits", "the high-speed railway",
    ),
}  # fmt: skip
PLACES = {
    "bg": (
        "София", "Пловдив", "Варна", "Бургас", "Русе", "Стара Загора", "Плевен", "Сливен", "Добрич", "Шумен", "Перник",
        "Хасково", "Ямбол", "Пазарджик", "Благоевград", "Велико Търново", "Враца", "Габрово", "Видин", "Монтана",
        "Кюстендил", "Кърджали", "Ловеч", "Разград", "Силистра", "Смолян", "Търговище", "Брюксел", "Виена", "Атина",
    ),
    "en": (
        "Sofia", "Plovdiv", "Varna", "Burgas", "Ruse", "Stara Zagora", "Pleven", "Sliven", "Dobrich", "Shumen",
        "Pernik", "Haskovo", "Yambol", "Pazardzhik", "Blagoevgrad", "Veliko Tarnovo", "Vratsa", "Gabrovo", "Vidin",
        "Montana", "Kyustendil", "Kardzhali", "Lovech", "Razgrad", "Silistra", "Smolyan", "Targovishte", "Brussels",
        "Vienna", "Athens",
    ),
}  # fmt: skip
TIMES = {
    "bg": (
        "в понеделник", "във вторник", "в сряда", "в четвъртък", "в петък", "в края на миналата седмица", "днес",
        "на извънредно заседание", "след дълъг разговор", "пред журналисти", "при закрити врата", "за втори път",
    ),
    "en": (
        "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "late last week", "today",
        "at an extraordinary meeting", "after long talks", "behind closed doors", "for the second time",
    ),
}  # fmt: skip
ADDITIONS = {
    "bg": (
        "Окончателното решение се очаква до края на месеца, стана ясно от съобщението.",
        "Според експертите последствията ще се почувстват едва след няколко години.",
        "„Направихме всичко, което зависеше от нас, останалото е въпрос на време“, каза говорителят.",
        "Критиците смятат, че средствата няма да стигнат и за половината от обещаното.",
        "Подобна стъпка беше предприета за последен път преди повече от десет години.",
        "Жителите на околните села настояват да бъдат изслушани, преди да започне работата.",
        "Документите са публикувани за обществено обсъждане, а становища се приемат тридесет дни.",
        "През последната година броят на сигналите се е увеличил почти двойно, показва справката.",
        "От опозицията обявиха, че ще поискат изслушване на всички отговорни лица.",
        "Работата продължава и през почивните дни, увериха от екипа.",
        "„Не бързаме, защото грешката тук би струвала скъпо“, допълни ръководителят на проекта.",
        "Разходите се покриват поравно от държавата и от европейски средства.",
        "Подготовката отне две години и в нея участваха над сто специалисти.",
        "Заради лошото време част от събитията са преместени на закрито.",
    ),
    "en": (
        "A final decision is expected by the end of the month, the statement said.",
        "Experts believe that the consequences will be felt only in several years.",
        "“We have done all that was in our power; the rest is a matter of time,” the spokesperson said.",
        "Critics say that the money will not cover even half of what was promised.",
        "A similar step was last taken more than ten years ago.",
        "People from the villages nearby insist on being heard before the work begins.",
        "The documents are open for public consultation for thirty days.",
        "Over the last year the number of complaints has almost doubled, the data show.",
        "The opposition said that it would demand a hearing of everyone responsible.",
        "“We are in no hurry, because a mistake here would be expensive,” the project leader added.",
    ),
}  # fmt: skip
# What a benchmark of the search asks for. The common word stands in about a third of the stories of its language; the
# rare one in twenty of them all, which are among the newest thousand.
COMMON_WORD = {"bg": "правителството", "en": "government"}
RARE_WORD = "нестинарите"
RARE_SENTENCE = f"Сред гостите бяха и {RARE_WORD} от Странджа."
NO_WORD = "щъркелолет"

FIRST_NAMES = (
    ("Иван", "Ivan"), ("Мария", "Maria"), ("Георги", "Georgi"), ("Елена", "Elena"), ("Петър", "Petar"), ("Ана", "Ana"),
    ("Стефан", "Stefan"), ("Рада", "Rada"), ("Никола", "Nikola"), ("Виктория", "Viktoria"), ("Борис", "Boris"),
    ("Десислава", "Desislava"), ("Калоян", "Kaloyan"), ("Невена", "Nevena"), ("Симеон", "Simeon"), ("Яна", "Yana"),
)  # fmt: skip
# Without an ending, which the first name decides: Кънчев, Кънчева.
FAMILY_NAMES = (
    ("Кънчев", "Kanchev"), ("Стоилов", "Stoilov"), ("Минков", "Minkov"), ("Радев", "Radev"), ("Желев", "Zhelev"),
    ("Узунов", "Uzunov"), ("Пеев", "Peev"), ("Драганов", "Draganov"), ("Щерев", "Shterev"), ("Цанков", "Tsankov"),
    ("Балабанов", "Balabanov"), ("Чолаков", "Cholakov"), ("Юруков", "Yurukov"), ("Хаджиев", "Hadzhiev"),
    ("Явашев", "Yavashev"), ("Обретенов", "Obretenov"), ("Тонев", "Tonev"), ("Кръстев", "Krastev"),
)  # fmt: skip
TOPICS = (
    ("избори", "elections"), ("бюджет", "budget"), ("пътища", "roads"), ("енергетика", "energy"), ("газ", "gas"),
    ("образование", "education"), ("здравеопазване", "health care"), ("метро", "metro"), ("туризъм", "tourism"),
    ("земеделие", "farming"), ("археология", "archaeology"), ("еврозона", "euro area"), ("пожари", "fires"),
    ("наводнения", "floods"), ("волейбол", "volleyball"), ("опера", "opera"), ("литература", "literature"),
    ("космос", "space"), ("изкуствен интелект", "artificial intelligence"), ("риболов", "fishing"), ("гори", "forests"),
    ("железници", "railways"), ("съд", "court"), ("заплати", "wages"), ("пенсии", "pensions"), ("музеи", "museums"),
)  # fmt: skip
