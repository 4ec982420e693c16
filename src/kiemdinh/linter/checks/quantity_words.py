"""Words of number and quantity in Vietnamese and English, as data: all words of both languages for checks of texts.

Each table is read by one pattern of ``text_numbers`` or by one check. A word that is missing is added here, and nowhere
else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

__all__ = [
    "AGED",
    "AGES",
    "AREA_UNITS",
    "BOUNDS_AFTER",
    "BOUNDS_BEFORE",
    "CONDITIONAL",
    "DATING",
    "DIVISORS",
    "FACTORS",
    "FILLERS",
    "FLOORS_OF_HOUSES",
    "GIVE_OR_TAKE",
    "LACKING",
    "LARGE_UNITS",
    "LONG_TIMES",
    "MEASURES",
    "NAMING",
    "NEGATING",
    "NUMBERS",
    "PERCENT_UNITS",
    "RANGES",
    "RATES",
    "RECENT",
    "SCALES",
    "SHARE_WORDS",
    "SMALL_NUMBERS",
    "SPEAKS_OF_AREA",
    "SPEAKS_OF_RATIO",
    "UNITS",
    "VULGAR",
    "Bound",
]

Bound: TypeAlias = Literal["at_least", "at_most", "above", "below"]
"""The side of a number on which a text asks for something; the words of the comparators."""

_VI: Final = {
    "không": 0,
    **{word: n for n, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1)},
    "tư": 4,
    "lăm": 5,
    "dăm": 5,
    "mươi": 10,
    "chục": 10,
    "tá": 12,
    "cả hai": 2,
    "đôi": 2,
    "trăm": 100,
    "nghìn": 1000,
    "ngàn": 1000,
    "triệu": 1_000_000,
}
_EN: Final = {
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)},
    "zero": 0,
    "none": 0,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    **{word: 10 * n for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty"), 2)},
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "dozen": 12,
    "pair": 2,
    "couple": 2,
    "both": 2,
    "once": 1,
    "single": 1,
    "twice": 2,
    "double": 2,
    "triple": 3,
    **{word: n for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh"), 1)},
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    **{
        word: n
        for n, word in enumerate(
            (
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ),
            1,
        )
    },
}

NUMBERS: Final[Mapping[str, Fraction]] = {
    **{word: Fraction(number) for word, number in (*_VI.items(), *_EN.items())},
    "half": Fraction(50),  # percent, as a rule has it
    "nửa": Fraction(50),
    "quarter": Fraction(25),
    **dict.fromkeys(
        ("all", "every", "each", "full", "whole", "entire", "tất", "mọi", "toàn", "mỗi", "đủ"), Fraction(100)
    ),
    **dict.fromkeys(("a", "an"), Fraction(1)),
    **dict.fromkeys(("no", "never"), Fraction(0)),
}
"""What a word of number stands for. Some of them are other words too (*năm*, *may*): they are only looked up to see
whether a text names a number that another text has in digits."""

SCALES: Final = frozenset({"mươi", "trăm", "nghìn", "ngàn", "triệu", "hundred", "thousand", "million"})
"""Words that multiply the number before them: *hai mươi lăm*, *twenty-five hundred*."""

VULGAR: Final[Mapping[str, str]] = {"½": ".5", "¼": ".25", "¾": ".75"}
"""Signs of fractions, as decimals behind a whole number."""

DIVISORS: Final[Mapping[str, Fraction]] = {
    word + ending: Fraction(number)
    for ending in ("", "s")
    for word, number in {
        "third": 3,
        "quarter": 4,
        "fourth": 4,
        "fifth": 5,
        "sixth": 6,
        "eighth": 8,
        "tenth": 10,
    }.items()
}
"""The endings of English fractions: *two thirds*."""

SMALL_NUMBERS: Final = (
    "hai|ba|bốn|sáu|bảy|tám|chín|mười|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
)
"""Words that are numbers and nothing else: *năm* is a year, and *một* and *one* are articles."""

_BOUNDS_BEFORE: Final[Mapping[str, Bound]] = {
    **dict.fromkeys(
        (
            "ít nhất",
            "tối thiểu",
            "không dưới",
            "không ít hơn",
            "không thấp hơn",
            "không nhỏ hơn",
            "không kém",
            "at least",
            "no fewer than",
            "no less than",
            "not less than",
            "not fewer than",
            "not below",
            "not under",
            "never below",
            "no lower than",
            "not lower than",
            "minimum of",
            "minimum",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        (
            "tối đa",
            "nhiều nhất",
            "không quá",
            "không vượt quá",
            "không vượt",
            "không nhiều hơn",
            "không cao hơn",
            "không lớn hơn",
            "không hơn",
            "không trên",
            "at most",
            "no more than",
            "not more than",
            "not over",
            "not above",
            "not exceed",
            "not exceeding",
            "no higher than",
            "not higher than",
            "never above",
            "up to",
            "maximum of",
            "maximum",
        ),
        "at_most",
    ),
    **dict.fromkeys(
        (
            "trên",
            "nhiều hơn",
            "cao hơn",
            "lớn hơn",
            "vượt quá",
            "quá",
            "more than",
            "over",
            "above",
            "exceeds",
            "exceed",
        ),
        "above",
    ),
    **dict.fromkeys(
        ("dưới", "ít hơn", "thấp hơn", "nhỏ hơn", "chưa đến", "fewer than", "less than", "under", "below"), "below"
    ),
}

BOUNDS_BEFORE: Final[Mapping[str, Bound]] = {
    **_BOUNDS_BEFORE,
    **{f"không được {words[6:]}": bound for words, bound in _BOUNDS_BEFORE.items() if words.startswith("không ")},
    **{f"not be {words[4:]}": bound for words, bound in _BOUNDS_BEFORE.items() if words.startswith("not ")},
}
"""Words before a number that say on which side of it to be. The longer words are searched for first."""

BOUNDS_AFTER: Final[Mapping[str, Bound]] = {
    **dict.fromkeys(
        (
            "trở lên",
            "or more",
            "and more",
            "or above",
            "and above",
            "or higher",
            "and higher",
            "or over",
            "and over",
            "or up",
            "and up",
            "or upwards",
            "and upwards",
            "or better",
            "at least",
            "at the least",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        ("trở xuống", "or fewer", "and fewer", "or less", "and less", "or below", "or lower", "at most", "at the most"),
        "at_most",
    ),
}
"""Such words after a number, perhaps with other words between."""

RECENT: Final = (
    r"within(?: the)?(?: last| past| previous| preceding)?|(?:in|during) the (?:last|past|previous)"
    r"|not older than|no older than|trong vòng|không quá"
)
"""Words before a length of time that must not have begun longer ago: *within the last 12 months*."""

FILLERS: Final = "là|có|đạt|từ|phải|đến|tới|được|trong|is|are|be|of|the|a|an|to|has|have"
"""Words that may be between the word of a bound and its number."""

RANGES: Final = ("từ|giữa|khoảng|between|from", "đến|tới|to|and|và|through|[-–—]")
"""Words before and between the two numbers of a range."""

MEASURES: Final[Mapping[str, str]] = {
    "%": "percent",
    "phần trăm": "percent",
    "percent": "percent",
    "per cent": "percent",
    **dict.fromkeys(("năm", "năm học", "year", "years", "school year", "school years"), "year"),
    **dict.fromkeys(("tháng", "month", "months"), "month"),
    **dict.fromkeys(("tuần", "week", "weeks"), "week"),
    **dict.fromkeys(("ngày", "day", "days"), "day"),
    **dict.fromkeys(("giờ", "tiếng", "hour", "hours"), "hour"),
    **dict.fromkeys(("phút", "minute", "minutes"), "minute"),
    **dict.fromkeys(("m2", "m²", "mét vuông", "square metre", "square metres", "sq m", "ha", "hecta"), "area"),
    **dict.fromkeys(("m", "mét", "metre", "metres", "km", "cm", "mm"), "length"),
    **dict.fromkeys(("kg", "g", "gam", "tấn", "tonne", "tonnes"), "mass"),
    **dict.fromkeys(
        ("kilometre", "kilometres", "kilometer", "kilometers", "ki-lô-mét", "centimetre", "centimetres"), "length"
    ),
    **dict.fromkeys(
        ("lít", "litre", "litres", "liter", "liters", "ml", "m3", "m³", "cubic metre", "cubic metres"), "volume"
    ),
    **dict.fromkeys(("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "thousand", "million", "billion"), "multiple"),
}
"""Words for what is counted by the number before them."""

UNITS: Final[Mapping[str, tuple[str, str]]] = {
    word: (family, unit)
    for family, units in {
        "mass": {
            "mg": ("mg", "milligram", "milligrams"),
            "g": ("g", "gam", "gram", "grams"),
            "kg": ("kg", "kilogram", "kilograms", "ki-lô-gam"),
            "t": ("tấn", "tonne", "tonnes"),
        },
        "length": {
            "mm": ("mm", "millimetre", "millimetres"),
            "cm": ("cm", "centimetre", "centimetres", "xăng-ti-mét"),
            "m": ("m", "mét", "metre", "metres", "meter", "meters"),
            "km": ("km", "kilometre", "kilometres", "ki-lô-mét"),
        },
        "area": {
            "m2": ("m2", "m²", "mét vuông", "square metre", "square metres", "square meters", "sqm"),
            "ha": ("ha", "hecta", "hectare", "hectares"),
            "km2": ("km2", "km²"),
        },
        "volume": {
            "ml": ("ml", "millilitre", "millilitres"),
            "l": ("l", "lít", "litre", "litres", "liter", "liters"),
            "m3": ("m3", "m³", "mét khối", "cubic metre", "cubic metres"),
        },
        "time": {
            "minute": ("minute", "minutes", "min", "phút"),
            "hour": ("hour", "hours", "giờ", "tiếng"),
            "day": ("day", "days", "ngày"),
            "week": ("week", "weeks", "tuần"),
            "month": ("month", "months", "tháng"),
            "year": ("year", "years", "năm"),
        },
    }.items()
    for unit, words in units.items()
    for word in words
}
"""For each word, what is measured by the unit, and the unit that the word is a way to write."""

FACTORS: Final[Mapping[str, tuple[int, ...]]] = {
    "year": (12, 365),
    "month": (12, 30),
    "week": (7, 52),
    "day": (7, 24, 30, 365),
    "hour": (24, 60),
    "minute": (60,),
    "area": (10_000, 1_000_000),
    "length": (100, 1000),
    "mass": (1000,),
    "volume": (1000,),
    "multiple": (1000, 1_000_000, 1_000_000_000),
}
"""The factors between units of one measure, so that *5 years* may be 60 months."""

RATES: Final[Mapping[str, tuple[int, ...]]] = {
    **dict.fromkeys(("day", "ngày"), (7, 30, 365)),
    **dict.fromkeys(("week", "tuần"), (4, 52)),
    **dict.fromkeys(("month", "tháng"), (12,)),
    **dict.fromkeys(("quarter", "quý"), (4,)),
    **dict.fromkeys(("term", "semester", "học kỳ", "học kì"), (2,)),
}
"""How many times a period occurs in longer ones, up to a year, so that *3 days a week* may be 156 days."""

LARGE_UNITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("thousand", "thousands", "nghìn", "ngàn"), 1000),
    **dict.fromkeys(("million", "millions", "triệu"), 1_000_000),
    **dict.fromkeys(("billion", "billions", "tỷ", "tỉ"), 1_000_000_000),
}
"""Words in the unit or the text of a figure that is counted in multiples, such as thousands."""

LONG_TIMES: Final[Mapping[str, tuple[int, str]]] = {
    **dict.fromkeys(("fortnight", "fortnights"), (2, "weeks")),
    **dict.fromkeys(("decade", "decades"), (10, "years")),
    **dict.fromkeys(("century", "centuries"), (100, "years")),
    **dict.fromkeys(("thập kỷ", "thập kỉ", "thập niên"), (10, "năm")),
    **dict.fromkeys(("thế kỷ", "thế kỉ"), (100, "năm")),
}
"""Lengths of time with a word of their own, in units that figures are counted in."""

GIVE_OR_TAKE: Final = re.compile(r"±|\+\s*/\s*[-–−]|\b(?:plus or minus|give or take|cộng trừ|sai số)\b", re.IGNORECASE)
"""Words between a number and the tolerance around it."""

LACKING: Final = re.compile(r"\b(?:fail|miss|lack|without|except|không|thiếu|chưa|trừ|hỏng|not|absent)", re.IGNORECASE)
"""Words with which a text counts those that fail, where its rule counts those that do not."""

NEGATING: Final = re.compile(
    r"\b(?:no|not|none|never|nobody|neither|nor|cannot|without|fail\w*|except|unless|exempt\w*|refus\w*|avoid\w*|too"
    r"|không|chưa|chẳng|trừ|miễn|cấm|bị|tránh)\b",
    re.IGNORECASE,
)
"""Words with which a text may mean the reverse of the words beside its numbers."""

NAMING: Final = (
    "điều|khoản|điểm|chương|mục|phụ lục|thông tư|nghị định|quyết định|luật|công văn|biểu mẫu|mẫu|lớp|khối|cấp"
    "|cấp độ|mức|mức độ|tiêu chuẩn|tiêu chí|chỉ báo|bậc|hạng|loại|ngày|tháng|quý|học kỳ|tuần|tiết|bài|tập|phần"
    "|bảng|hình|trang|phiên bản|tầng|lầu|ca|đợt|vòng|tuyến|cơ sở|thứ|lần thứ|số|khóa|khoá|articles?|clauses?"
    "|points?|chapters?|sections?|annex|circular|decree|decision|law|form|grades?|years?|class|forms?|levels?"
    "|degrees?|stages?|standards?|criteri(?:on|a)|indicators?|steps?|tier|semester|term|week|lesson|unit|volume"
    "|part|tables?|figures?|pages?|version|floors?|storeys?|stor(?:y|ies)|rooms?|shift|rounds?|routes?|lines?"
    "|buildings?|blocks?|gates?|phases?|type|category|no\\.?|number|item|iso|key stage"
)
"""A number after one of these words names a thing: an article, a grade of pupils, a floor, a date."""

FLOORS_OF_HOUSES: Final = (
    "floors?|storeys?|stor(?:y|ies)|grades?|form|level|class|year|edition|day|week|century|anniversary"
)
"""Words after an ordinal number in figures: *the 2nd floor*."""

DATING: Final = "năm|trước|sau|giai đoạn|in|since|before|after|until|from"
"""Words before a year of the calendar."""

AGED: Final = (
    r"aged?|(?:children|kids|infants|girls|boys|women|men|persons|people|adults|youths)(?= (?:under|over|below))"
)
"""Words before an age, perhaps with a word of a bound between: *aged up to 14*, *children under 5*."""

AGES: Final = "tuổi|tháng tuổi|năm tuổi|years? old|years? of age|months? old|months? of age|-year-olds?"
"""Words after the number of an age."""

CONDITIONAL: Final = (
    "nếu có|nếu cần|nếu phù hợp|nếu áp dụng|khi cần|khi có|khi áp dụng|khi phù hợp|trường hợp có|if any"
    "|if there (?:is|are)|if applicable|if needed|if necessary|if relevant|if required|if it has|if they have"
    "|if the \\w+ has|if the \\w+ have|when needed|when necessary|when applicable|where needed|where necessary"
    "|where applicable|where relevant|where there (?:is|are)|where it applies|as applicable|as needed"
)
"""Words that say that a requirement does not always apply."""

SHARE_WORDS: Final = r"(?:tỷ|tỉ) lệ|phần trăm|(?:the )?(?:share|percentage|proportion|per ?cent) of"
"""Words with which the text of a percentage begins."""

SPEAKS_OF_RATIO: Final = (
    r"/|\btrên (?:mỗi|một|số|tổng)\b|\bso với\b|\btrên\b|\bper\b|\bto\b|\bagainst\b|\bout of\b|\bfor each\b"
)
"""Words that make a *tỷ lệ* a ratio of two things, which need not be a percentage."""

PERCENT_UNITS: Final = frozenset({"percent", "ratio", "share", "fraction", "permille", "per_mille"})
"""Units in which a share may be counted."""

SPEAKS_OF_AREA: Final = r"diện tích|(?:the )?(?:floor |site |land |total |usable )*area of"
"""Words with which the text of an area begins."""

AREA_UNITS: Final = r"m2|m²|m\^2|sq|square|ha|hecta|hectare|km2|are|acre|mét vuông|area|dm2|cm2"
"""Words that the unit of an area contains."""
