"""Seven hundred date texts made from known days by the spellings of seven languages.

Each is read as the day that it was made from, or refused; those that hedge are always refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mso_sheets.tables.cells.date_text import read_date
from tests.making import TODAY, shipped_vocabulary

LONG = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "zh": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "ja": "月 火 水 木 金 土 日",
}
WEEKDAYS_SHORT = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "es": "lun mar mié jue vie sáb dom",
    "pt": "seg ter qua qui sex sáb dom",
    "fr": "lun mar mer jeu ven sam dim",
    "de": "Mo Di Mi Do Fr Sa So",
    "zh": "周一 周二 周三 周四 周五 周六 周日",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
}
LOCALES = {
    "en": "en_GB",
    "es": "es_ES",
    "pt": "pt_BR",
    "fr": "fr_FR",
    "de": "de_DE",
    "zh": "zh_CN",
    "ja": "ja_JP",
}
SPELLINGS = {
    "en": """
{d} {L} {Y} | {L} {d}, {Y} | {d}-{S}-{Y} | {d}-{S}-{y} | {S} {d} {Y} | {S}. {d}, {Y} |
{w}, {d} {L} {Y} | {w}, {L} {d}, {Y} | {ws} {d} {S} {Y} | {ws} {d} {S} '{y} | {d}{o} {L} {Y} |
{L} {d}{o}, {Y} | the {d}{o} of {L} {Y} | {d}{o} of {L}, {Y} | {Y} {S} {d} | {Y}-{S}-{dd} |
{dd}{SU}{Y} | {dd}{S}{y} | {d}/{S}/{Y} | {dd}.{S}.{Y} | {L} {d} {Y} 5pm | {d} {S} {Y} 17:30 |
{d} {S} {Y}, 9:05 am | by {d} {L} {Y} | due {S} {d}, {Y} | COB {d} {S} {Y} | EOD {ws} {d} {S} {Y} |
{ws}., {S}. {d}, {Y} | ({ws}) {d} {L} {Y} | {d} {L}, {Y} | {LU} {d}, {Y} | {d} {LU} {Y} |
{Y}, {L} {d} | {Y}.{mm}.{dd} | {Y}/{mm}/{dd} | {Y}{mm}{dd} | {Y}-{m}-{d} |
{Y}-{mm}-{dd}T{hh}:00:00Z | {Y}-{mm}-{dd} 14:05:09.123 | {Y}-{mm}-{dd}T08:00:00+02:00 |
{ws} {Y}-{mm}-{dd} | {Y}-{mm}-{dd} ({ws}) | {S} {d}, '{y} | {S}-{d}-{Y} | {S}/{dd}/{Y} |
 {d} {L} {Y}  | {d}  {L}  {Y} | **{d} {L} {Y}** | {d} {S} {Y}. | {d}. {L} {Y} | {dd}_{S}_{Y} |
no later than {d} {L} {Y} | end of day {d} {L} {Y}
""",
    "es": """
{d} de {L} de {Y} | {d} de {L} del {Y} | {w}, {d} de {L} de {Y} | {w} {d} de {L} de {Y} |
{d}-{S}-{Y} | {d}-{S}.-{y} | {d}-{S}-{y} | {d} {S} {Y} | {d} {S}. {Y} | {d}/{S}/{Y} | {L} {d}, {Y} |
{L} {d} de {Y} | el {d} de {L} de {Y} | {ws} {d} {S} {Y} | {ws}. {d} {S}. {Y} | {LU} {d} {Y} |
{d} de {LT} de {Y} | {d} {L} {Y} | {d}.{S}.{Y} | {d} de {S}. de {Y} | {d} de {S} {Y} |
{d} de {L} de {Y} a las 10:00 | {d} de {L} de {Y}, 10:00 h | {d} de {L}, {Y} | {d} {L}, {Y} |
{w} {d}/{S}/{y} | {d}º de {L} de {Y} | hasta el {d} de {L} de {Y} | para el {d} de {L} de {Y} |
{dd}/{mm}/{Y} | {dd}-{mm}-{Y} | {Y}/{mm}/{dd} | {ws}, {dd}/{mm}/{Y} | {dd}/{mm}/{Y} 18:00
""",
    "pt": """
{d} de {L} de {Y} | {d} de {LT} de {Y} | {w}, {d} de {L} de {Y} | {d}/{S}/{Y} | {d}/{S}/{y} |
{d}-{S}-{Y} | {d}-{S}.-{y} | {d}-{S}-{y} | {d} {S} {Y} | {d} {S}. {Y} | {d} de {S}. de {Y} |
{d} de {S} de {Y} | {d} {L} {Y} | {ws}, {d} de {L} de {Y} | {ws} {d} {S} {Y} | {ws}. {d}/{S}/{Y} |
dia {d} de {L} de {Y} | até {d} de {L} de {Y} | {d} de {L} de {Y} às 14h |
{d} de {L} de {Y} às 14h30 | {d} de {L} de {Y}, 14:30 | {d}º de {L} de {Y} | {d}.{S}.{Y} |
{LU} {d}, {Y} | {d} de {LU} de {Y} | {d} {LT}, {Y} | {dd}/{mm}/{Y} | {dd}.{mm}.{Y} |
{dd}/{mm}/{Y} às 09:00 | {ws}, {dd}/{mm}/{Y} | em {d} de {L} de {Y} | {dd}-{mm}-{Y}
""",
    "fr": """
{d} {L} {Y} | le {d} {L} {Y} | {w} {d} {L} {Y} | {w}, {d} {L} {Y} | {w} {d} {LT} {Y} |
{d} {S}. {Y} | {d} {S} {Y} | {d}-{S}-{Y} | {d}-{S}.-{y} | {d}-{S}-{y} | {d}/{S}/{Y} |
{ws}. {d} {S}. {Y} | {ws} {d} {L} {Y} | {LU} {d} {Y} | {d} {LU} {Y} | {d} {L} {Y} à 14h |
{d} {L} {Y} à 14h30 | {d} {L} {Y} 14:30 | {d} {L} {Y} à 9 h 05 | {d} {LT} {Y} | au {d} {L} {Y} |
pour le {d} {L} {Y} | d'ici le {d} {L} {Y} | {d}.{S}.{Y} | {d} {L}, {Y} | {dd}/{mm}/{Y} |
{dd}.{mm}.{Y} | {dd}-{mm}-{Y} | {ws} {dd}/{mm}/{Y} | {w} {dd}/{mm}/{y} | {dd}/{mm}/{Y} à 18h00
""",
    "de": """
{d}. {L} {Y} | {d}.{L} {Y} | {d} {L} {Y} | {dd}. {L} {Y} | {w}, {d}. {L} {Y} |
{w}, den {d}. {L} {Y} | {ws}, {d}. {L} {Y} | {ws}., {d}. {S}. {Y} | {ws} {d}. {S} {Y} |
{d}. {S}. {Y} | {d}. {S} {Y} | {d}.{S}.{Y} | {d}-{S}-{y} | {d}-{S}-{Y} | {dd}.{S}.{y} |
{d}. {S} '{y} | am {d}. {L} {Y} | bis {d}. {L} {Y} | bis zum {d}. {L} {Y} |
bis spätestens {d}. {L} {Y} | spätestens {d}. {L} {Y} | vom {d}. {L} {Y} | {d}. {L} {Y}, 14 Uhr |
{d}. {L} {Y}, 14:30 Uhr | {d}. {L} {Y} um 14.30 Uhr | {LU} {d}, {Y} | {d}. {LU} {Y} | {L} {d}, {Y} |
{dd}.{mm}.{Y} | {d}.{m}.{Y} | {dd}.{mm}.{y} | {d}. {m}. {Y} | {ws} {dd}.{mm}.{Y} |
{w}, {dd}.{mm}.{Y} | {dd}.{mm}.{Y} 08:00 | {dd}/{mm}/{Y} | {dd}-{mm}-{Y} | {d}.{m}.{y}
""",
    "zh": """
{Y}年{m}月{d}日 | {Y}年{mm}月{dd}日 | {Y} 年 {m} 月 {d} 日 | {Y}年{m}月{d}号 | {Y}年{m}月{d}日 {w} |
{Y}年{m}月{d}日({ws}) | {Y}年{m}月{d}日（{ws}） | {Y}年{m}月{d}日{w} | {Y}-{m}-{d} | {Y}/{m}/{d} |
{Y}.{m}.{d} | {Y}年{m}月{d}日 上午9:00 | {Y}年{m}月{d}日下午3时30分 | {Y}年{m}月{d}日 15:30
| {ws} {Y}/{mm}/{dd} |
{fw} | {cn} | {y}年{m}月{d}日 | {Y}/{m}/{d} {ws} | 截至{Y}年{m}月{d}日 | {Y}-{mm}-{dd} 下午 3:30
""",
    "ja": """
{Y}年{m}月{d}日 | {Y}年{mm}月{dd}日 | {Y}年{m}月{d}日（{w}） | {Y}年{m}月{d}日({w}) | {Y}年{m}月{d}日 {ws} |
{Y}/{m}/{d} | {Y}/{mm}/{dd}({w}) | {Y}/{m}/{d}（{w}） | {Y}.{m}.{d} | {Y}-{mm}-{dd} ({w}) |
{Y}年{m}月{d}日 午後3時 | {Y}年{m}月{d}日 15時30分 | {Y}年{m}月{d}日午前10時 | {Y}/{m}/{d} 15:00
| 令和{r}年{m}月{d}日 |
R{r}.{m}.{d} | R{r}/{mm}/{dd} | {fw} | {y}年{m}月{d}日 | {Y}年{m}月{d}日まで | {Y}年 {m}月 {d}日 |
{Y}年{m}月{d}日迄 | {Y}年{m}月{d}日締切 | {Y}/{m}/{d}まで
""",
}
HEDGED = {
    "en": "~{d} {L} {Y} | {d} {L} {Y} (tbc) | {d} {L} {Y}? | before {d} {L} {Y} | from {d} {L} {Y}",
    "es": "antes del {d} de {L} de {Y}",
    "fr": "avant le {d} {L} {Y} | mi-{L} {Y}",
    "zh": "{Y}年{m}月{d}日前 | {Y}年{m}月初",
    "ja": "〜{Y}/{m}/{d} | {Y}年{m}月上旬",
}
DAYS = [
    date(2026, 1, 31), date(2026, 2, 5), date(2026, 3, 17), date(2025, 4, 9), date(2026, 5, 22),
    date(2027, 6, 1), date(2026, 7, 14), date(2026, 8, 30), date(2026, 9, 8), date(2026, 10, 19),
    date(2025, 11, 11), date(2026, 12, 2),
]  # fmt: skip


def spelled(language: str, spelling: str, day: date) -> str:
    """A day in one spelling of a language."""
    month = day.month - 1
    long = LONG[language].split()[month] if language in LONG else ""
    short = SHORT[language].split()[month] if language in SHORT else ""
    return spelling.format(
        d=day.day, dd=f"{day.day:02}", m=day.month, mm=f"{day.month:02}", Y=day.year,
        y=f"{day.year % 100:02}", L=long, S=short, LU=long.upper(), LT=long.title(), SU=short.upper(),
        w=WEEKDAYS[language].split()[day.weekday()], ws=WEEKDAYS_SHORT[language].split()[day.weekday()],
        o=ordinal(day.day), hh="08", r=day.year - 2018, cn=in_signs(day), fw=full_width(language, day),
    )  # fmt: skip


def ordinal(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def in_signs(day: date) -> str:
    signs = "〇一二三四五六七八九"
    year = "".join(signs[int(digit)] for digit in str(day.year))
    return f"{year}年{number(day.month, signs)}月{number(day.day, signs)}日"


def number(value: int, signs: str) -> str:
    tens, units = divmod(value, 10)
    head = (signs[tens] if tens > 1 else "") + "十" if tens else ""
    return head + (signs[units] if units else "")


def full_width(language: str, day: date) -> str:
    chinese = f"{day.year}年{day.month}月{day.day}日"
    text = chinese if language == "zh" else f"{day.year}/{day.month}/{day.day}"
    return text.translate({code: code + 0xFEE0 for code in range(ord("/"), ord("9") + 1)})


def cases(table: dict[str, str]) -> Iterator[tuple[str, str, date]]:
    """Locale, text and day: three days for each spelling."""
    for language, spellings in table.items():
        for place, spelling in enumerate(spellings.split("|")):
            for turn in range(3):
                day = DAYS[(place * 3 + turn * 5) % len(DAYS)]
                yield LOCALES[language], spelled(language, spelling.strip(" \n"), day), day


def read(locale: str, text: str) -> date | None:
    return read_date(text, shipped_vocabulary(), today=TODAY, locale=locale).day


@pytest.mark.parametrize("language", SPELLINGS)
def test_every_spelling_is_read_as_the_day_it_was_made_from(language: str) -> None:
    made = list(cases({language: SPELLINGS[language]}))
    assert [(text, read(locale, text)) for locale, text, _ in made] == [
        (text, day) for _, text, day in made
    ]


def test_there_are_hundreds_of_different_texts() -> None:
    assert len({text for _, text, _ in cases(SPELLINGS)}) > 600


@pytest.mark.parametrize(("locale", "text", "day"), list(cases(HEDGED)))
def test_what_hedges_is_refused(locale: str, text: str, day: date) -> None:
    assert read(locale, text) is None
