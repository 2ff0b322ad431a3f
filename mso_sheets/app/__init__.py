"""The composition root: settings -> adapters -> pipeline; the only room that reads the clock.

Everything heavy is imported where it is used, so that help and the idle worker stay lean.
"""

from mso_sheets.app.afterwards import after_run, tell_fleet, tell_ops
from mso_sheets.app.clock import now
from mso_sheets.app.list_memory import ListMemory
from mso_sheets.app.listing import day_and_time, find_listed, is_scheduled, listing
from mso_sheets.app.opening import (
    open_messenger,
    open_workbook,
    outbox_folder,
    schedule_zone,
    shared_pace,
    world_of,
)
from mso_sheets.app.options import files_of, moment_for, options_for, rules_of
from mso_sheets.app.process import App, start
from mso_sheets.app.running import exit_code, failed_record, fault, plan_job, read_workbook, run_job
from mso_sheets.app.setting_up import (
    initialise,
    name_workbook,
    no_tables,
    no_workbook,
    propose_mapping,
    store_mapping,
)
from mso_sheets.app.shards import of_shard
from mso_sheets.app.showing import REVIEW, write_pack, write_preview, write_review
from mso_sheets.app.targets import Asked, Target, target, targets
from mso_sheets.app.watching import traces_of

__all__ = [
    "REVIEW",
    "App",
    "Asked",
    "ListMemory",
    "Target",
    "after_run",
    "day_and_time",
    "exit_code",
    "failed_record",
    "fault",
    "files_of",
    "find_listed",
    "initialise",
    "is_scheduled",
    "listing",
    "moment_for",
    "name_workbook",
    "no_tables",
    "no_workbook",
    "now",
    "of_shard",
    "open_messenger",
    "open_workbook",
    "options_for",
    "outbox_folder",
    "plan_job",
    "propose_mapping",
    "read_workbook",
    "rules_of",
    "run_job",
    "schedule_zone",
    "shared_pace",
    "start",
    "store_mapping",
    "target",
    "targets",
    "tell_fleet",
    "tell_ops",
    "traces_of",
    "world_of",
    "write_pack",
    "write_preview",
    "write_review",
]
