"""Celery on Redis: the engine and its one task, acknowledged after the run.

Visibility is short, so a killed worker's work is delivered again within a minute; a run longer
than that is delivered twice, and the second finds the lease taken. No countdowns: a waiting task
would be delivered again too. https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mso_sheets import app
from mso_sheets.fleet.accounts import access_of
from mso_sheets.fleet.broker import address, missing_extra, patient, redis_of
from mso_sheets.fleet.carrying import carry
from mso_sheets.fleet.due import Work
from mso_sheets.fleet.listing import SharedListMemory
from mso_sheets.fleet.store import AGAIN, NEW, QUEUE, SEPARATOR, Store
from mso_sheets.fleet.tracing import delivered, enqueuing, flush
from mso_sheets.model.run import RunRecord

if TYPE_CHECKING:
    from celery import Celery

log = logging.getLogger(__name__)
TASK = "mso_sheets.fleet.run"


def engine_of(started: app.App) -> Celery:
    """The Celery application with its one task."""
    try:
        from celery import Celery
        from celery.signals import worker_process_shutdown

        from mso_sheets.fleet.reconnecting import QuickConnection
    except ImportError:
        raise missing_extra() from None
    rules = started.settings.fleet
    engine = Celery("mso_sheets", broker=address(started.environment), set_as_current=False)
    engine.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_default_queue=QUEUE,
        task_time_limit=started.settings.run_seconds,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=rules.runs_a_child,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": rules.visibility_seconds,
            "socket_timeout": 10,
            "socket_keepalive": True,
            "priority_steps": [AGAIN, NEW],
            "sep": SEPARATOR,
        },
        task_serializer="json",
        accept_content=["json"],
    )
    engine.amqp.Connection = QuickConnection
    carrier = Carrier(started)

    def run_one(task: Any, **fields: str) -> None:
        with delivered(started.environment, task.request.headers or {}):
            carrier.carry(Work(**fields))

    engine.task(name=TASK, bind=True)(run_one)
    worker_process_shutdown.connect(lambda **_: flush(started.environment), weak=False)
    return engine


def sender(engine: Celery, environment: Mapping[str, str], store: Store) -> Callable[[Work], None]:
    """Puts work into the queue; a run that was begun before comes first."""

    def send(work: Work) -> None:
        priority = AGAIN if store.was_tried(work) else NEW
        with enqueuing(environment, work) as headers:
            engine.send_task(
                TASK, kwargs=asdict(work), queue=QUEUE, priority=priority, ignore_result=True,
                headers=headers,
            )  # fmt: skip

    return send


class Carrier:
    """Runs delivered work in this process; connections are made after the fork."""

    def __init__(self, started: app.App) -> None:
        self._started = started
        self._store: Store | None = None

    def carry(self, work: Work) -> None:
        """One run; its end is logged and remembered, never raised at the engine."""
        started = self._started
        if self._store is None:
            client = redis_of(started.environment)
            self._store = Store(patient(started.environment))
            memory, access = SharedListMemory(client), access_of(started, client)
            self._started = started = replace(started, access=access, list_memory=memory)
        if not app.is_scheduled(started, work.workbook):
            log.info("left out", extra={"fields": {"run": work.key}})
            return
        result = carry(work, self._run, self._store, started.settings.fleet)
        log.info("carried", extra={"fields": {"run": work.key, "result": result}})

    def _run(self, work: Work) -> RunRecord:
        chosen = app.target(self._started, work.workbook)
        asked = app.Asked(scheduled=date.fromisoformat(work.day))
        return app.run_job(self._started, work.job, chosen, asked)
