"""What each setting means, by section and key; the settings page shows it beside the default."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
TOP: Words = {
    "stage_gates": "what a project must have to be in a stage; easier in `config/stage-gates.toml`",
    "timezone": "of schedules and days; blank: the spreadsheet's own",
    "workbooks": "the workbooks, one `[workbooks.<name>]` each",
    "registry": "a spreadsheet or .xlsx that lists further workbooks ([fleet.md](fleet.md))",
    "claim_lease_seconds": "how long a digest that was claimed belongs to the run that claimed it",
    "run_seconds": "longest time of one scheduled run; then it is stopped",
    "grace_hours": "how late a missed run is still caught up",
    "ping_url": "an address that is called after each good run, for a dead man's switch",
    "log_level": "DEBUG, INFO, WARNING or ERROR, on stderr",
    "outbox": "folder for messages without Slack; blank: `outbox/` beside the .xlsx or in the home",
    "metrics_file": "a file for Prometheus, counted from the home; blank: none ([watching.md](watching.md))",
    "metrics_workbooks": "so many workbooks have metrics by name; the others are counted together",
}
WORKBOOK: Words = {
    "stage_gates": "as at the top, for this workbook",
    "spreadsheet": "address or id of a Google spreadsheet, or the path of an .xlsx",
    "channel": "where digests go: `#name` or a channel's id",
    "ops_channel": "where failures are told",
    "leads_channel": "where escalations go; blank: to each lead by direct message",
    "title": "the name in tabs and digests; blank: the spreadsheet's",
    "timezone": "of this workbook; blank: the top's, then the spreadsheet's",
    "locale": "how an .xlsx writes dates and numbers, such as `de` or `en_GB`; a Google sheet knows its own",
    "holidays": 'countries and parts, such as `["GB", "DE-BY"]`; the Holidays tab adds and removes',
    "working_days": "weekdays such as `Mon-Fri` or `Sun-Thu`",
    "mint_ids": "fill in the IDs of rows that have none",
    "tables": "where one of the tables differs, `[workbooks.<name>.tables.<table>]`",
    "projects": "health rules of one project, `[workbooks.<name>.projects.<id>]`",
    "maximum_rows_a_tab": "rows that one of our tabs shows; the rest is counted",
}
TABLE: Words = {
    "tab": "the tab's name; blank: found by its headers",
    "header_row": "the row of the headers, or `auto`",
    "columns": 'your words for our columns: `{ "Due date" = ["Deadline"] }`',
    "ignore_hidden": "leave hidden and filtered rows out; they are counted as such",
}
HEALTH: Words = {
    "amber_points_behind": "points behind plan: At risk",
    "red_points_behind": "points behind plan beyond which: Off track",
    "amber_spi_t": "SPI(t) below it: At risk",
    "red_spi_t": "SPI(t) below it: Off track",
    "spi_t_from_share": "SPI(t) speaks from this share of the planned duration on",
    "red_forecast_late_share": "P85 past due by this share of the duration: Off track",
    "milestone_tolerance_days": "working days that a milestone may be late before: Off track",
    "stale_after_days": "working days without an update until: No recent update",
    "runs_before_better": "computations in a row that must agree before health improves",
}
FOLLOWUPS: Words = {
    "remind_before": "working days before the due date on which the owner is reminded",
    "lead_after": "working days late from which the lead is told",
    "manager_after": "working days late from which the manager is told",
    "lead_after_high": "the same for Critical and High: the lead",
    "manager_after_high": "the same for Critical and High: the manager",
    "abandon_after": "days late after which it is asked once whether the action is abandoned",
    "snooze_times": "times that an action may be snoozed",
    "snooze_days": "working days that a snooze may last",
    "moves_before_escalation": "moved so often and missed again: the lead is told",
    "load_cap_a_week": "items due a person and week above which the load counts as too much",
}
FORECAST: Words = {
    "minimum_periods": "weeks with history below which there is no forecast",
    "minimum_items": "finished items below which there is no forecast",
    "confident_periods": "weeks below which a forecast says low confidence",
    "window_periods": "weeks of history that a forecast looks at",
    "draws": "simulated futures, where the exact law would take too long",
    "seed": "start of those simulations, so that a second run says the same",
}
KPI: Words = {
    "minimum_gap": "share of the target below which a gap is just short and not counted",
    "minimum_n": "cases below which no share is told",
    "small_n": "cases below which a share is marked as small n",
    "early_share": "share of a running period before which its pace is not judged",
    "baseline_points": "points up to which limits are provisional",
    "provisional_points": "points below which there are no limits",
    "outlier_z": "modified z beyond which a value may be a slip of typing",
}
WORKFLOW: Words = {
    "day_starts": "office hours from, 9.5 = 09:30; service levels run in them",
    "day_ends": "office hours to",
    "measure_after_days": "working days after a change before its effect is measured",
    "hour_cost": "what an hour costs; 0: savings in hours alone",
    "top_variants": "commonest paths of a workflow that are listed",
    "effect_at_least": "share of the baseline that counts as an effect",
}
KNOWLEDGE: Words = {
    "default_interval": "days that a verification holds",
    "intervals": "the same by type of resource",
    "due_soon": "days before the next review from which it is due soon",
    "stale_after": "days past the review from which it is called stale",
    "trust_target": "share of verified resources that is aimed for",
    "tags": "the tags that may be used; empty: any, rare look-alikes are asked about",
}
DIGEST: Words = {
    "lines_a_section": "lines of a section in the message; the rest goes to the thread",
    "lines_a_person": "lines of a person in the message",
    "mentions": "people who are mentioned in one message at most",
    "escalations": "escalations a lead and day, the worst first; 0: none are posted",
    "quiet_days": "post nothing on weekends and holidays",
    "buttons": "menus on the lines, where `SLACK_APP_TOKEN` is set",
    "personal": "names of people who get a list of their own as a direct message",
    "press": "who may press: `owners` (with leads and managers) or `everyone`",
    "may_press": "names or Slack IDs of others who may",
    "link_hosts": "sites that links may lead to; others are shown as words",
    "thread_messages": "messages in the thread at most; the rest is counted",
}
RETRY: Words = {
    "attempts": "tries of one request at most",
    "seconds": "time for all tries of one request",
    "timeout": "time for one answer",
    "reads_a_minute": "Google's quota of one account, kept to in advance",
    "writes_a_minute": "the same for writes",
    "conflict_rounds": "how often a run plans anew when another one wrote first",
}
FLEET: Words = {
    "window_seconds": "time over which runs that are due at once are spread",
    "tick_seconds": "time between two looks of the beat at what is due",
    "lease_seconds": "how long a workbook belongs to the worker that runs it, unless renewed",
    "visibility_seconds": "time after which the task of a killed worker is given to another",
    "queued_seconds": "time after which a queued run counts as lost and is queued again",
    "retry_seconds": "time before a failed run is tried again",
    "tries": "tries of a run; then it is parked until it is due next",
    "runs_a_child": "runs after which a worker's process is replaced",
    "project_reads_a_minute": "Google's quota of reads for the whole project",
    "project_writes_a_minute": "the same for writes",
    "key_files": "key files of several service accounts, to share the load",
    "registry_seconds": "how old the list of the registry may get before it is read again",
    "ops_channel": "what concerns no single workbook: rows of the registry that were left out",
}
STAGE_GATE: Words = {
    "fields": "headers of Projects that must be filled in, from this stage on",
    "current": "headers that must be filled in during this stage alone",
    "tables": "tables that must have at least one row of the project",
    "documents": 'types of Knowledge that the project needs; several with "or" between them',
}
