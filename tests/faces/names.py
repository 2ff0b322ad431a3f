"""Words of teams that write in different scripts and at different lengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MARKETS = ("BR", "JP", "DE", "GB", "AE", "MX", "FR", "KR", "Nordics", "South East Asia")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a team calls people, projects, tasks and actions."""

    people: tuple[str, ...]
    projects: tuple[str, ...]
    tasks: tuple[str, ...]
    actions: tuple[str, ...]
    kpis: tuple[str, ...]


ENGLISH = Tongue(
    ("Ana Silva", "Ben Okafor", "Chloé Dubois", "Dev Patel", "Elena Petrova", "Grace Mwangi"),
    ("Ads launch", "Creator fund", "Rebate automation", "Partner tiers", "Pricing test"),
    ("Scope agreed", "Draft the plan", "Finance review", "Legal clearance", "Pilot", "Launch"),
    ("Send the pricing memo to sales leads", "Confirm the agency list", "Fix the labels"),
    ("Revenue", "Active advertisers", "Sign-up completion"),
)
JAPANESE = Tongue(
    ("森 健二", "佐藤 美咲", "田中 大輔", "鈴木 花子"),
    (
        "動画広告の日本市場への展開と代理店向け料金体系の見直し",
        "クリエイター基金",
        "検索広告の価格実験",
    ),
    ("要件定義", "法務確認", "代理店説明会の準備", "料金表の承認", "試験運用", "公開"),
    ("付属書の署名を業界団体から取り付ける", "料金表を五つのブランドと合意する"),
    ("広告収入", "利用中の広告主"),
)
GERMAN = Tongue(
    ("Jürgen Weißenböck-Oberhauser", "Annegret von Mühlendorff", "Karl Groß", "Özlem Yıldız"),
    (
        "Werbekundenselbstbedienungsplattform",
        "Umsatzsteuervoranmeldungsautomatisierung",
        "Vergütungsrichtlinie für Händlerinnen und Händler in Österreich, Deutschland und der Schweiz",
    ),
    ("Datenschutzfolgenabschätzung", "Lastenheft", "Betriebsratsanhörung", "Abnahme", "Schulung"),
    ("Auftragsverarbeitungsvereinbarung unterschreiben lassen", "Kostenstellen klären"),
    ("Werbeumsatz", "Händlerzufriedenheit"),
)
ARABIC = Tongue(
    ("عائشة الرحمن", "عمر حداد", "ليلى منصور", "خالد العتيبي"),
    ("إطلاق إعلانات التسوق المباشر في الخليج", "صندوق صناع المحتوى", "سياسة حوافز البائعين"),
    ("تحديد النطاق", "مراجعة قانونية", "تجربة أولية", "الإطلاق"),
    ("توقيع عقد الاستوديو", "اختيار أربعين بائعًا للتجربة"),
    ("إيرادات الإعلانات", "المعلنون النشطون"),
)
LONG = Tongue(
    ("Maximiliana Konstantinopoulou-Featherstonehaugh", "Bo Li", "A. de la Fuente y Rodríguez"),
    (
        "Consolidation of seller incentive agreements across eleven markets, second wave, with finance",
        "Q",
        "Live-commerce host accreditation & safety (phase 1/3) <beta>",
    ),
    ("Sign the data-sharing agreement with every regional payment provider", "Go", "Dry run #2"),
    (
        "Ask https://example.com/a/very/long/path/that/nobody/ever/breaks?with=parameters about it",
        "Go",
    ),
    ("Share of net new self-serve advertisers retained after ninety days", "NPS"),
)


def mixed(*tongues: Tongue) -> Tongue:
    """A team that writes in all of these."""
    return Tongue(
        *(
            tuple(word for tongue in tongues for word in getattr(tongue, part))
            for part in ("people", "projects", "tasks", "actions", "kpis")
        )
    )


TONGUES: Mapping[str, Tongue] = {
    "english": ENGLISH,
    "japanese": JAPANESE,
    "german": GERMAN,
    "arabic": ARABIC,
    "long": mixed(LONG, ENGLISH),
    "mixed": mixed(ENGLISH, JAPANESE, GERMAN, ARABIC, LONG),
}
