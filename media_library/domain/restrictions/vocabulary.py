"""The trade's phrases and what each of them means, as data.

A pattern is written in words: `a|b` is one of several words, `(a)` may be left out. `{}` in a frame is filled with
each of the nouns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from media_library.domain.restrictions.words import keys_of
from media_library.models.rights import Restriction

Kind = Restriction.Kind
Effect = Restriction.Effect

# What a rule of each kind does by nature. NO ARCHIVES forbids from its date on; without one, somebody has to confirm
# that the use is of the day.
NATURAL_EFFECT = {
    Kind.EDITORIAL_ONLY: Effect.DENY,
    Kind.NO_SALES: Effect.DENY,
    Kind.NO_ARCHIVE: Effect.ACKNOWLEDGE,
    Kind.ONE_TIME_USE: Effect.ACKNOWLEDGE,
    Kind.MANDATORY_CREDIT: Effect.ADVISE,
    Kind.NO_CROP: Effect.DENY,
    Kind.NO_AI_TRAINING: Effect.DENY,
    Kind.NO_SOCIAL: Effect.DENY,
    Kind.CLIENTS_ONLY: Effect.DENY,
    Kind.TERRITORY: Effect.DENY,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says.

    `kind` None is a notice that restricts nothing. A scoped one may be followed by where and when it holds
    (NO SALES IN GERMANY); one that needs a scope says nothing without (NO USE …, EMBARGOED UNTIL …).
    """

    kind: Restriction.Kind | None = None
    is_scoped: bool = False
    needs_scope: bool = False
    takes_name: bool = False
    needs_name: bool = False
    is_embargo: bool = False


_STATEMENTS: list[tuple[Meaning, list[str]]] = [
    (
        Meaning(Kind.EDITORIAL_ONLY),
        [
            "(strictly) (for) editorial use|usage|purposes|purpose only",
            "(strictly) (for) editorial only",
            "(for) use in editorial only",
            "only (for) editorial use|usage|purposes",
            "(use) (strictly) restricted|limited to editorial use|usage|purposes (only)",
            "само|единствено (за) редакционна|редакционно употреба|ползване|използване",
            "само|единствено за редакционни цели|нужди",
            "за редакционна|редакционно употреба|ползване|използване само|единствено",
        ],
    ),
    (
        Meaning(Kind.ONE_TIME_USE),
        [
            "(for) one|1 time|off use|usage (only)",
            "(for) single|one use|usage only",
            "(for) single use",
            "(само) (за) еднократна употреба|публикация",
            "(само) (за) еднократно използване|публикуване|ползване",
        ],
    ),
    (
        Meaning(Kind.CLIENTS_ONLY),
        [
            "(for) (use) (by) clients|subscribers|customers (use) only",
            "only (for) (use) (by) clients|subscribers|customers",
            "само|единствено за (наши) (нашите) абонати|клиенти|абонатите|клиентите",
            "за абонати|клиенти само",
        ],
    ),
    (
        Meaning(Kind.MANDATORY_CREDIT, takes_name=True),
        [
            "mandatory|obligatory|compulsory credit|byline (line)",
            "credit (line) (is) mandatory|obligatory|compulsory|required",
            "(must) (please) credit (line) must be given|used|shown|published|included",
            "credit (line) must read|say",
            "must credit",
            "must be credited",
            "(задължително) посочване на автора|източника|авторството е задължително",
            "посочването на автора|източника|авторството е задължително",
            "задължително (е) (да) (се) (посочване) (на) автора|авторът|източника|източникът|авторството",
            "задължително (е) посочването на автора|източника|авторството",
            "задължително (да) се посочва|посочи|посочват|посочат (на) автора|авторът|източника|източникът|авторството",
            "авторът|автора|източникът|източника се посочва задължително",
            "да се посочи|посочва автора|авторът|източника|източникът",
        ],
    ),
    (Meaning(takes_name=True), ["copyright (copyright)", "авторски права"]),
    (Meaning(Kind.MANDATORY_CREDIT, takes_name=True, needs_name=True), ["(please) credit (line)", "кредит"]),
    (
        Meaning(Kind.TERRITORY, is_scoped=True, needs_scope=True),
        [
            "no use|usage|publication",
            "not for use|usage|publication",
            "not to be used|published",
            "may|must|can not be used|published",
            "cannot be used|published",
            "do not use|publish",
            "dont use|publish",
            "(да) не се ползва|използва|публикува",
            "не е за ползване|използване|публикуване",
        ],
    ),
    (
        Meaning(Kind.TERRITORY, is_embargo=True),
        [
            "(strictly) (under) embargo|embargoed (until|till|to)",
            "(strictly) embargoed for release (until|till|at)",
            "not for release|publication|use before|until|till",
            "hold (for) (release) until|till",
            "(под) ембарго до",
            "ембарго",
            "(да) не се публикува|ползва|използва преди",
        ],
    ),
    (
        Meaning(),
        [
            "best|highest (possible) quality available|possible",
            "best available quality",
            "low resolution|res|quality",
            "(this) (is) (a) handout (photo|image|picture)",
            "file photo|picture|image",
            "pool (photo|picture|image)",
            "screen grab",
            "screengrab",
            "video grab",
            "(attention) (note) (to) editors|eds",
            "editors note",
            "alternative|alternate crop",
            "tpx (images) (of) (the) (day)",
            "all rights reserved",
            "(special) restrictions|restriction|instructions",
            "usage terms",
            "no restrictions",
            "please (note)",
            "(it) (is) (distributed) as a service to (our) clients",
            "it is distributed",
            "exactly as received by reuters",
            "this image|picture|photo was|is provided|supplied by a third party",
            "this image|picture|photo has been provided|supplied by a third party",
            "най доброто|добро (възможно|налично) качество",
            "ниско качество",
            "служебна|предоставена|архивна снимка",
            "внимание (към) редактори|редакторите",
            "бележка за|към редакторите|редакторите",
            "всички права (са) запазени",
            "ограничения|указания",
            "без ограничения",
            "видеокадър",
            "кадър от видео",
            "моля",
        ],
    ),
]

# What NO, NOT FOR and their like can stand before, and PROHIBITED behind.
NOUNS: dict[Restriction.Kind, list[str]] = {
    Kind.NO_SALES: [
        "(onward) sale|sales|resale|resales|selling|reselling|syndication",
        "re sale|sales",
        "third party sale|sales",
        "commercial or editorial sales",
        "editorial or commercial sales",
        "продажба|продажби|продажбата|продажбите|препродажба|препродажби|препродажбата",
    ],
    Kind.NO_ARCHIVE: [
        "archive|archives|archiving|archival (use)",
        "архив|архиви|архивиране|архивирането",
    ],
    Kind.EDITORIAL_ONLY: [
        "commercial|advertising|promotional|marketing use|usage|purposes",
        "commercial|promotional or|and promotional|commercial|advertising use|usage|purposes",
        "advertising|advertisement|advertisements|adverts|marketing (campaign|campaigns)",
        "sale for marketing or|and advertising campaigns",
        "marketing or|and advertising campaigns",
        "търговска|рекламна|комерсиална употреба|употребата",
        "търговската|рекламната|комерсиалната употреба",
        "търговско|рекламно|комерсиално използване|ползване",
        "реклама|реклами|рекламни цели",
        "търговски|рекламни|комерсиални цели",
    ],
    Kind.NO_CROP: [
        "crop|crops|cropping",
        "изрязване|изрязването|кадриране|кадрирането|прекадриране",
    ],
    Kind.NO_AI_TRAINING: [
        "(use) (for) (generative) ai|tdm training (use)",
        "tdm",
        "(text) (and) data mining",
        "(ai) machine learning (training)",
        "training of ai",
        "artificial intelligence training",
        "обучение|обучението на ии|ai",
        "обучение|обучението на изкуствен|изкуствения интелект",
        "машинно обучение",
        "извличане на данни",
    ],
    Kind.NO_SOCIAL: [
        "social media (use|usage)",
        "social networks|network|medias",
        "социални|социалните мрежи|медии",
        "използване|използването|употреба|употребата в социални|социалните мрежи|медии",
    ],
}
_FRAMES = [
    "no {}",
    "not for (the) {}",
    "{} (is|are) (strictly) prohibited|forbidden|banned",
    "{} (is|are) not allowed|permitted",
    "без {}",
    "без право на {}",
    "не (е) за {}",
    "(строго) забранено|забранена|забранен|забранени (е) (за) {}",
    "{} (е|са) (строго) забранено|забранена|забранен|забранени|забранява",
    "забранява се {}",
    "{} се забранява",
    "не се разрешава|разрешават|позволява|позволяват {}",
]
_VERBS: dict[Restriction.Kind, list[str]] = {
    Kind.NO_SALES: ["sell|resell", "sold|resold", "продава|препродава"],
    Kind.NO_ARCHIVE: ["archive|store", "archived", "архивира"],
    Kind.NO_CROP: ["crop", "cropped", "изрязва|кадрира|прекадрира"],
}
_VERB_FRAMES = [
    ["do not {}", "dont {}", "please do not {}"],
    ["not to be {}", "must|may|can not be {}", "cannot be {}"],
    ["(да) не се {}", "да не бъде {}"],
]


def expand(pattern: str) -> list[tuple[str, ...]]:
    """Every sequence of keys that a pattern stands for."""
    slots: list[list[str]] = []
    for slot in re.findall(r"\([^)]*\)|\S+", pattern):
        choices = slot.strip("()").split("|")
        slots.append([*choices, ""] if slot.startswith("(") else choices)
    return [keys_of(" ".join(choice)) for choice in product(*slots)]


def _with_nouns(frame: str) -> list[tuple[Meaning, str]]:
    return [
        (Meaning(kind, is_scoped=True), frame.replace("{}", noun)) for kind, nouns in NOUNS.items() for noun in nouns
    ]


def _spoken() -> dict[tuple[str, ...], Meaning]:
    """All phrases, by their keys."""
    patterns = [(meaning, pattern) for meaning, patterns in _STATEMENTS for pattern in patterns]
    patterns += [pair for frame in _FRAMES for pair in _with_nouns(frame)]
    for kind, verbs in _VERBS.items():
        for verb, frames in zip(verbs, _VERB_FRAMES, strict=True):
            patterns += [(Meaning(kind, is_scoped=True), frame.replace("{}", verb)) for frame in frames]
    found: dict[tuple[str, ...], Meaning] = {}
    for meaning, pattern in patterns:
        for keys in expand(pattern):
            if keys:
                found.setdefault(keys, meaning)
    return found


PHRASES = _spoken()
NOUN_KINDS = {keys: kind for kind, nouns in NOUNS.items() for noun in nouns for keys in expand(noun)}
