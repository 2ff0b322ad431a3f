"""What follows a run: notes, metrics, the ping, the ops channel. None of it can fail the run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from mso_sheets.app.clock import now
from mso_sheets.app.opening import open_messenger
from mso_sheets.app.process import App
from mso_sheets.app.targets import Asked, Target
from mso_sheets.errors import MessengerError, MsoSheetsError

if TYPE_CHECKING:
    from mso_sheets.local import LocalState
    from mso_sheets.model.run import RunRecord
    from mso_sheets.plan.telling import Failure, Notice

log = logging.getLogger(__name__)


def after_run(app: App, chosen: Target, asked: Asked, record: RunRecord, local: LocalState) -> None:
    """Notes, metrics, the ping and the ops channel; none of them can fail a run."""
    most, google = app.settings.metrics_workbooks, not chosen.is_file and app.access is None
    local.note(record, now(), most, google=google)
    if app.settings.metrics_file:
        _write_metrics(app, local)
    if app.settings.ping_url and record.is_good:
        from mso_sheets.adapters.ping import ping

        ping(app.settings.ping_url)
    try:
        tell_ops(app, chosen, asked, record, local)
    except MsoSheetsError as error:
        log.warning("ops not told", extra={"fields": {"run": record.run_id, "why": str(error)}})


def _write_metrics(app: App, local: LocalState) -> None:
    from mso_sheets.adapters.prometheus import write_metrics
    from mso_sheets.adapters.run_metrics import run_families

    retry = app.settings.retry
    limits = {"read": retry.reads_a_minute, "write": retry.writes_a_minute}
    # The quota of a fleet is shared by all its machines: the beat tells it.
    families = run_families(local.read(), limits if app.access is None else {})
    try:
        write_metrics(app.home.folder / app.settings.metrics_file, families)
    except OSError as error:
        log.warning("no metrics", extra={"fields": {"why": str(error)}})


def tell_ops(app: App, chosen: Target, asked: Asked, record: RunRecord, local: LocalState) -> None:
    """Posts what failed to the ops channel, once a day and kind of failure."""
    from mso_sheets.plan import telling

    rules, today = chosen.settings, now().date()
    failures = telling.failures_of(record) if rules.ops_channel and not asked.to else ()
    new = local.untold(chosen.name, [each.kind for each in failures], today.isoformat())
    if not new:
        return
    message = telling.ops_message(
        record,
        [each for each in failures if each.kind in new],
        rules.ops_channel,
        rules.title or chosen.name,
        app.template(telling.TEMPLATE),
        rules.digest,
        today,
    )
    try:
        if message is not None:
            open_messenger(app, chosen, asked).post(message)
    except MessengerError as error:
        if not error.unknown:
            raise
    local.tell(chosen.name, new, today.isoformat())


def tell_fleet(app: App, notice: Notice, failures: Sequence[Failure], channel: str = "") -> bool:
    """Posts what concerns no single run, to `channel` or the fleet's; whether it may have arrived."""
    from mso_sheets.app.listing import registry_target
    from mso_sheets.plan import telling

    where = channel or app.settings.fleet.ops_channel
    if not where:
        return True
    today, chosen = now().date(), registry_target(app)
    stamp = blake2b(repr(failures).encode(), digest_size=4).hexdigest()
    key = f"ops/{notice.about}/{today.isoformat()}/{stamp}"
    text, rules = app.template(telling.FLEET), chosen.settings.digest
    message = telling.fleet_message(notice, failures, where, text, rules, key, today)
    try:
        if message is not None:
            open_messenger(app, chosen, Asked()).post(message)
    except MsoSheetsError as error:
        log.warning("ops not told", extra={"fields": {"about": notice.about, "why": str(error)}})
        return getattr(error, "unknown", False)
    return True
