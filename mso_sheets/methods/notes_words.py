"""The words by which notes mark actions, decisions and sections, in the habits seen in the wild.

Rules, not memory: each pattern is a convention (a mark, a heading, a table header, an empty answer),
none is the name of a group or of a person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Section = Literal["actions", "carried", "decisions", "agenda", "other"]


def folded(text: str) -> str:
    """Lower case, accents off, spaces single: what words are compared by."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _alternatives(*groups: str) -> str:
    words = [word.strip() for group in groups for word in group.split("|")]
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


_OTHER_LANGUAGES = (
    "aktion|aktionen|massnahme|massnahmen|maßnahme|maßnahmen|aufgabe|aufgaben|action a mener|"
    "actions a mener|"
    "a faire|tache|taches|"
    "accion|acciones|tarea|tareas|pendiente|pendientes|por hacer|acao|acoes|tarefa|tarefas|"
    "pendencia|pendencias|"
    "encaminhamento|encaminhamentos|a fazer|azione|azioni|da fare|actie|acties|actiepunt|"
    "actiepunten|"
    "zadanie|zadania|do zrobienia|atgard|atgarder|handling|handlinger|"
    "действие|действия|задача|задачи|поручение|поручения|アクション|アクションアイテム|アクション項目|宿題|対応事項|"
    "行动项|行动项目|行動項目|待办|待办事项|待辦事項|액션 아이템|액션아이템|할 일|조치 사항"
)
_NEXT_STEPS = (
    "next steps|nachste schritte|prochaines etapes|proximos pasos|proximos passos|prossimi passi|"
    "volgende stappen|nastepne kroki|следующие шаги|次のステップ|下一步|다음 단계"
)
_ENGLISH = r"(?:new\s+)?actions?(?:[\s-]+(?:items?|points?|required|needed|requested))?"
_DECISION_WORDS = (
    "decision|decisions|decision made|decided|resolved|resolution|agreed|beschluss|"
    "entscheidung|decisao|decisione|"
    "besluit|decyzja|beslut|решение|決定|決定事項|决定|决议|決議|결정"
)

_NUMBER = r"(?:\s*(?:#|no\.?\s*)?\d+(?:\.\d+)*|\s*-\s*\d+)?"
_PERSON = r"(?:\s*[(\[]\s*@?[^()\[\]]{1,60}[)\]]|\s+(?:on|for|by|assigned to)\s+[^:：]{1,40}?|\s+@[\w.-]+)?"
MARK = re.compile(
    rf"^(?P<word>{_ENGLISH}|ai|a/i|a\.i\.|ais|ap|to-?\s?dos?|follow[\s-]?ups?|tasks?|next steps?|"
    rf"{_alternatives(_OTHER_LANGUAGES, _NEXT_STEPS)})"
    rf"(?P<number>{_NUMBER})(?P<person>{_PERSON})\s*"
    r"(?P<stop>[:：]|(?<=\d)[.)](?=\s)|(?:->|=>|→)|\s[-–—](?=\s))\s*",
    re.IGNORECASE,
)
"""A mark at the start of a line (folded for accents, not for length), up to and with its stop."""

MARK_NAMED = re.compile(
    rf"^(?P<word>{_ENGLISH}|ai|ap|to-?\s?do|task|owner)\s+(?P<person>@?[\w.'’-]+(?:\s+[\w.'’-]+){{0,2}})"
    r"\s*(?:[:：]|\s[-–—](?=\s))\s*",
    re.IGNORECASE,
)
"""`Action Ana: ...`, a mark only if the words before the colon name somebody."""

BRACKETED = re.compile(
    r"^[(\[【［]\s*(?:action(?:\s+items?|\s+points?)?|ai|to-?\s?do|aktion|aufgabe|tarea|tarefa|"
    r"待办|待办事项|行动项|アクション|宿題)\s*[)\]】］]\s*[:：-]?\s*",
    re.IGNORECASE,
)
TODO_OF = re.compile(r"^(?:TODO|FIXME|todo)\s*(?P<person>\(\s*@?[^()]{1,40}\))\s*[:：-]?\s*")
OWNERS_ACTION = re.compile(
    r"^(?P<person>[\w.'’ -]{2,40}?)['’]s?\s+action(?:\s+items?|\s+points?)?\s*[:：]\s*", re.I
)
COMMAND = re.compile(r"^(?i:action)\s+(?P<rest>@?[\w.'’-]+(?:\s+[\w.'’-]+){0,2}\s+to\s+[a-z].*)$")
INSIDE = re.compile(
    r"(?:(?<=[.;:!?)\]|])\s*|\s[-–—]\s*|(?<=\s)[(\[])"
    r"(?=(?:ACTIONS?(?:\s+(?:ITEMS?|POINTS?|REQUIRED))?|Action(?:\s+[Ii]tems?)?|AI|TODO)"
    rf"{_NUMBER}{_PERSON}\s*[:：])"
    r"|(?<=\s)[(\[](?=(?:ACTION|Action|AI|TODO)\s+(?:[-–—]\s*)?[A-Z@][\w.'’-]*(?:\s[A-Z][\w.'’-]*)?\s*[:：])"
)
"""Where a mark begins inside a line: after the end of a sentence, a dash or an open bracket."""

DECISION = re.compile(
    rf"^(?:{_alternatives(_DECISION_WORDS)})(?P<number>{_NUMBER})\s*[:：]\s*", re.IGNORECASE
)
TRACKER = re.compile(r"^(?:pending\s+|open\s+)?action-\d+\b", re.IGNORECASE)
RECORDED = re.compile(r"\s*\[(?:recorded|wrote) in \S*\]\s*$")
TRACKER_STATE = re.compile(
    r"^\[\s*(?P<state>new|pending|done|dropped|closed|open)\s*\]\s*(?=action)", re.IGNORECASE
)
TIMED_NUMBER = re.compile(r"^\d+\.(?P<group>\d+)\.\d+\s*\|.*\d+:\d{2}")
"""`102.2.1 | Video | [14:10]`: minutes that number decisions (group 1) and actions (group 2) alike."""

_HEADING_TAIL = (
    r"(?:\s*(?:(?:for|from|on|by) (?!last|prior|previous|the last)[\w ]{1,30}|list|summary|"
    r"log|review|recap|table|tracker|and owners?|& owners?|and next steps|"
    r"and follow[\s-]?ups?|from (?:this|today'?s) (?:meeting|call)|for (?:next|"
    r"the next) (?:meeting|call|week|time)|"
    r"before (?:next|the next) (?:meeting|call)|this week|next week|identified|agreed|"
    r"assigned|taken))*"
)
_ACTION_HEADING = re.compile(
    rf"^(?:(?:summary|list|recap|review) of\s+|new\s+|key\s+|follow[\s-]?up\s+|team\s+|"
    rf"agreed\s+|immediate\s+)*"
    rf"(?:{_ENGLISH}|ais|to-?\s?dos?|todo list|follow[\s-]?ups?|next steps?(?: (?:for|on|in|"
    rf"with) .{1, 40})?|"
    rf"next actions?|tasks?|action plans?|"
    rf"tasks? to (?:do|complete)|things to do|assignments?|homework|commitments|"
    rf"who does what(?: by when)?|what (?:will we|we will|we['’]ll) (?:do|change|try)(?: next| differently)?|"
    rf"decisions and actions?|actions? and decisions|"
    rf"{_alternatives(_OTHER_LANGUAGES, _NEXT_STEPS)}){_HEADING_TAIL}$"
)
_CARRIED_HEADING = re.compile(
    r"(?=.*\b(?:actions?|ais?|to-?\s?dos?|follow[\s-]?ups?|tasks?|next steps|assignments)\b)"
    r"(?=.*\b(?:previous|prior|last|past|outstanding|old|older|carried|existing|ongoing|"
    r"earlier|open|pending|"
    r"unfinished|remaining|status|progress|completed|closed|finished|done|reviewing|"
    r"updates? on|check[\s-]?in)\b)"
    r"|^review of (?:the\s+)?(?:action items?|actions?)(?!.*(?:this|today))"
)
_DECISION_HEADING = re.compile(
    rf"^(?:key\s+|main\s+)*(?:{_alternatives(_DECISION_WORDS)}|resolutions|agreements|"
    rf"conclusions|proposals?|votes?)"
    r"(?:\s+(?:made|taken|log|of the meeting|reached))*$"
)
_AGENDA_HEADING = re.compile(
    r"^(?:draft\s+|proposed\s+|today'?s\s+)?(?:agenda|attendees?|attendance|present|"
    r"participants?|regrets|apologies|"
    r"absent|invited|roll call|links|table of contents|toc|scribes?|chairs?|members|teams?|"
    r"voting members|"
    r"tagesordnung|teilnehmer|ordre du jour|participantes|asistentes|presentes|pauta|"
    r"deelnemers|参加者|出席者|议程)"
    r"(?:\s+items?)?(?:\s+for .*)?$"
)
_NOISE = re.compile(r"^[\W\d_]+|[\s:：*_#.]+$")
_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def section_of(heading: str) -> Section:
    """What a heading announces; `other` when none of the words we know."""
    words = _NOISE.sub("", _TAIL.sub("", _NOISE.sub("", folded(heading))))
    if not words or len(words) > 80:
        return "other"
    if _CARRIED_HEADING.search(words):
        return "carried"
    parts = [words, *re.split(r"\s*(?:/|&|\+|,|\band\b|\bund\b|\bet\b)\s*", words)]
    if any(_ACTION_HEADING.match(part) for part in parts):
        return "actions"
    if _DECISION_HEADING.match(words):
        return "decisions"
    return "agenda" if _AGENDA_HEADING.match(words) else "other"


_EMPTY = re.compile(
    r"^(?:there (?:were|are|was|is) )?(?:none|no(?: new| further| specific|"
    r" open)?(?: actions?| action items?| next steps?)?"
    r"(?: (?:required|needed|recorded|identified|assigned|raised|noted|taken|this (?:week|"
    r"time|meeting)|for now|"
    r"at this time|yet))*|n ?/ ?a|nil|nothing(?: new| else| more)?(?: for now)?|"
    r"tbd|tba|tbc|to be (?:defined|added|filled in)|see (?:above|below)|"
    r"keine?|aucune?|ningun[oa]?|nenhum[ao]?|nessun[ao]?|geen|brak|нет|无|無|なし|없음)(?:$|[.!,;:]|"
    r"\s*[-–—(])"
)
_PLACEHOLDER = re.compile(r"^[<\[{(_.…\s-][^\w]*[\w /,.'-]*[>\]}_.…)]+$")


def is_empty(text: str) -> bool:
    """Whether these words say that there is no action, or are a template left unfilled."""
    if re.fullmatch(r"(?:\W|to|by|will|[<\[{][^<>\[\]{}]*[>\]}])*", text):
        return True
    words = folded(text).strip(" *_-–—.")
    return (
        not re.search(r"[^\W\d_]{2}", words)
        or bool(_EMPTY.match(words))
        or bool(_PLACEHOLDER.match(text.strip()))
    )


DONE = re.compile(
    r"(?:^|[\s(\[|–—-])(?:done|completed?|closed|finished|resolved|dropped|cancelled|✅|✔️?|"
    r"☑)\s*[)\]]?[.!]?\s*$"
    r"|(?:[–—-]|\balready)\s*(?:done|completed|sorted)\s+(?:in|at|during|before|already)\b[^.]*[.!]?\s*$"
    r"|^(?:\[?(?:done|closed|completed|x)\]?[:\]]|✅|✔|☑)",
    re.IGNORECASE,
)
CARRIED = re.compile(
    r"\b(?:carried (?:over|forward)|carry[\s-]?over|roll(?:ed)? over|from (?:the )?(?:last|"
    r"previous|prior) "
    r"(?:meeting|call|week|time)|still (?:open|pending|outstanding))\b|^\[?(?:pending|ongoing|"
    r"carried)\]?\s*[:\]]",
    re.IGNORECASE,
)
"""Words in a line that say it was an action before this meeting."""

RANK = re.compile(
    r"^[(\[]\s*(?:p\d|high|medium|low|urgent|critical|prio\w*\s*\w*|hoch|mittel|niedrig|alta|media|baja|haute)"
    r"\s*[)\]]\s*[:：-]?\s*",
    re.IGNORECASE,
)
"""`[P1]`, `(High)` before an item: how urgent, and no part of its words."""

FIELD = re.compile(
    r"^(?P<name>owners?|who|assignees?|assigned to|responsible|due(?: date)?|deadline|by when|"
    r"when|eta)\s*[:：]\s*"
    r"(?P<value>.+)$",
    re.IGNORECASE,
)
"""A detail below an item: `Owner: Ana`, `Due: 3 March`."""

TABLE_ACTION = re.compile(
    r"^(?:action(?: items?| points?)?|actions|tasks?(?: description)?|to-?\s?dos?|what|items?|"
    r"next steps?|activity|"
    r"aufgabe|massnahme|was|quoi|que|o que|cosa|wat|action a mener|tarea|"
    r"accion|acao|tarefa|azione|actie|задача|действие|"
    r"アクション|内容|行动项|任务|事项|할 일)$"
)
TABLE_TEXT = re.compile(
    r"^(?:description|details?|summary|beschreibung|descripcion|descricao|описание|内容)$"
)
TABLE_OWNER = re.compile(
    r"^(?:owners?|who|assignees?|assigned(?: to)?|responsible(?: person)?|person|lead|name|"
    r"accountable|by whom|wer|"
    r"verantwortlich|qui|responsable|quien|responsavel|quem|chi|wie|ответственный|担当(?:者)?|"
    r"负责人|責任者|담당자?)$"
)
TABLE_DUE = re.compile(
    r"^(?:due(?: date| by)?|deadline|by when|when|by|date due|target(?: date)?|eta|"
    r"bis(?: wann)?|termin|fallig|echeance|"
    r"fecha|plazo|prazo|data|scadenza|wanneer|срок|期限|期日|截止(?:日期)?|마감)$"
)
TABLE_STATE = re.compile(
    r"^(?:status|state|done|progress|stand|statut|estado|stato|статус|状態|状态|상태)$"
)
TABLE_KIND = re.compile(r"^(?:type|kind|category|typ|tipo)$")
