"""Every setting with its default, in one place. Percent points and working days unless said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mso_sheets.model.calendar_words import is_locale, is_zone, region_code, weekday_mask


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise ValueError('a time zone such as "Europe/London" or "UTC"')
    return name


def _locale(name: str) -> str:
    if name and not is_locale(name):
        raise ValueError('a language, or language and country, such as "de" or "en_GB"')
    return name


def _region(words: str) -> str:
    if not region_code(words):
        raise ValueError('a country, or country and part, such as "GB" or "DE-BY"')
    return words


def _weekdays(words: str) -> str:
    if not weekday_mask(words):
        raise ValueError('weekdays such as "Mon-Fri" or "Sun, Mon, Tue"')
    return words


Zone = Annotated[str, AfterValidator(_zone)]
Locale = Annotated[str, AfterValidator(_locale)]
Region = Annotated[str, AfterValidator(_region)]
Weekdays = Annotated[str, AfterValidator(_weekdays)]


class Knobs(BaseModel):
    """Frozen, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HealthRules(Knobs):
    """When a project is At risk or Off track. Points are % complete minus planned %."""

    amber_points_behind: float = 10
    red_points_behind: float = 20
    amber_spi_t: float = 0.95
    red_spi_t: float = 0.85
    spi_t_from_share: float = 0.20
    """SPI(t) swings at the start: it speaks from this share of the planned duration on."""
    red_forecast_late_share: float = 0.10
    milestone_tolerance_days: int = 5
    stale_after_days: int = 10
    runs_before_better: int = 2


class FollowupRules(Knobs):
    """When an action is reminded, escalated, snoozed and given up. Working days."""

    remind_before: tuple[int, ...] = (3, 1)
    lead_after: int = 3
    manager_after: int = 7
    lead_after_high: int = 1
    manager_after_high: int = 3
    abandon_after: int = 60
    snooze_times: int = 3
    snooze_days: int = 20
    moves_before_escalation: int = 2
    load_cap_a_week: int = 5


class ForecastRules(Knobs):
    """What a forecast needs and how many times it draws."""

    minimum_periods: int = 5
    minimum_items: int = 8
    confident_periods: int = 11
    window_periods: int = 12
    draws: int = 10_000
    seed: int = 20_260_101


class KpiRules(Knobs):
    """When a KPI gap is worth a line."""

    minimum_gap: float = 0.02
    minimum_n: int = 5
    small_n: int = 20
    early_share: float = 0.25
    baseline_points: int = 12
    provisional_points: int = 6
    outlier_z: float = 3.5


class WorkflowRules(Knobs):
    """Process mining and improvements; office hours (9.0 = 09:00) are what service levels run in."""

    day_starts: float = 9
    day_ends: float = 17
    measure_after_days: int = 20
    hour_cost: float = 0
    top_variants: int = 5
    effect_at_least: float = 0.05


class KnowledgeRules(Knobs):
    """How long a verification holds and what trust we aim for. Calendar days."""

    default_interval: int = 90
    intervals: dict[str, int] = {"SOP": 180, "Guideline": 180, "Policy": 365}
    due_soon: int = 14
    stale_after: int = 180
    trust_target: float = 0.80
    tags: tuple[str, ...] = ()


class DigestRules(Knobs):
    """How long a digest may get and whom it may name."""

    lines_a_section: int = 8
    lines_a_person: int = 4
    mentions: int = 20
    escalations: Annotated[int, Field(ge=0)] = 10
    """How many escalations a lead is told in one day, the worst first; 0 = none are posted."""
    quiet_days: bool = True
    buttons: bool = True
    personal: tuple[str, ...] = ()
    press: Literal["everyone", "owners"] = "owners"
    may_press: tuple[str, ...] = ()
    link_hosts: tuple[str, ...] = ("docs.google.com",)
    thread_messages: Annotated[int, Field(ge=1)] = 10


class RetryRules(Knobs):
    """Bounds on patience with Google and Slack."""

    attempts: int = 5
    seconds: float = 90
    timeout: float = 60
    reads_a_minute: int = 60
    writes_a_minute: int = 60
    conflict_rounds: int = 5


class FleetRules(Knobs):
    """Many workbooks on Celery and Redis; the address of Redis is the secret REDIS_URL."""

    window_seconds: Annotated[float, Field(ge=0)] = 120
    tick_seconds: Annotated[float, Field(gt=0)] = 10
    lease_seconds: Annotated[float, Field(ge=2, le=50)] = 30
    visibility_seconds: Annotated[int, Field(ge=5, le=59)] = 50
    queued_seconds: Annotated[float, Field(gt=0)] = 3_600
    retry_seconds: Annotated[float, Field(gt=0)] = 120
    tries: Annotated[int, Field(ge=1)] = 5
    runs_a_child: Annotated[int, Field(ge=1)] = 100
    project_reads_a_minute: Annotated[int, Field(ge=1)] = 300
    project_writes_a_minute: Annotated[int, Field(ge=1)] = 300
    key_files: tuple[str, ...] = ()
    registry_seconds: Annotated[float, Field(gt=0)] = 300
    """How old the list of the registry may get before it is read again."""
    ops_channel: str = ""
    """What concerns no single workbook: rows of the registry that were left out."""


class StageGate(Knobs):
    """What a project must have to be in a stage, besides what earlier stages ask for.

    `fields` are headers of Projects, `current` those asked for in this stage only; `tables` need at
    least one row of the project; each of `documents` is a type of Knowledge, or several with "or"
    ("Case or Best practice").
    """

    fields: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


STAGE_GATES = {
    "Design": StageGate(fields=("Sponsor", "Objective", "Start date")),
    "Execution": StageGate(fields=("Baseline due date",), tables=("tasks", "risks")),
    "Progress tracking": StageGate(current=("Last update", "Next step")),
    "Review": StageGate(documents=("Case or Best practice",)),
    "Closed": StageGate(fields=("Finished date",)),
}


class Rules(Knobs):
    """All thresholds; a workbook may override any."""

    health: HealthRules = HealthRules()
    followups: FollowupRules = FollowupRules()
    forecast: ForecastRules = ForecastRules()
    kpi: KpiRules = KpiRules()
    workflow: WorkflowRules = WorkflowRules()
    knowledge: KnowledgeRules = KnowledgeRules()
    digest: DigestRules = DigestRules()
    stage_gates: dict[str, StageGate] = STAGE_GATES


class TableSettings(Knobs):
    """Where one table is when the team's names differ from ours."""

    tab: str = ""
    header_row: Literal["auto"] | Annotated[int, Field(ge=1)] = "auto"
    columns: dict[str, tuple[str, ...]] = {}
    ignore_hidden: bool = False


class WorkbookSettings(Rules):
    """One workbook: where it is, where its messages go, how its tables differ."""

    spreadsheet: str
    channel: str = ""
    ops_channel: str = ""
    leads_channel: str = ""
    title: str = ""
    timezone: Zone = ""
    locale: Locale = ""
    holidays: tuple[Region, ...] = ()
    working_days: Weekdays = "Mon-Fri"
    mint_ids: bool = True
    tables: dict[str, TableSettings] = {}
    projects: dict[str, HealthRules] = {}
    maximum_rows_a_tab: int = 5_000


class Settings(Rules):
    """The whole of config/settings.toml and the environment."""

    timezone: Zone = ""
    workbooks: dict[str, WorkbookSettings] = {}
    registry: str = ""
    """A spreadsheet or .xlsx that lists further workbooks, one a row."""
    claim_lease_seconds: Annotated[float, Field(gt=0)] = 90
    run_seconds: Annotated[float, Field(gt=0)] = 900
    grace_hours: float = 12
    ping_url: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    retry: RetryRules = RetryRules()
    fleet: FleetRules = FleetRules()
    outbox: str = ""
    metrics_file: str = ""
    metrics_workbooks: Annotated[int, Field(ge=0)] = 200
    """So many workbooks have metrics by name; all others are counted together."""
