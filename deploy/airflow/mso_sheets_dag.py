"""An example for Airflow 2.4 or later: the morning digest and the weekly review, in four shares each.

Put it into the folder of DAGs; `mso-sheets` and its home are on the workers. One more try is enough,
and harms nothing: what was posted is not posted again.
"""

from __future__ import annotations

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # before Airflow 3
    from airflow.operators.bash import BashOperator

SHARES = 4
JOBS = {"daily-followups": "0 9 * * 1-5", "weekly-review": "30 8 * * 1"}
# Shares do not know of each other's requests: each has its part of the account's minute.
ENVIRONMENT = {
    "MSO_SHEETS_HOME": "/srv/mso",
    "MSO_SHEETS_RETRY__READS_A_MINUTE": str(60 // SHARES),
    "MSO_SHEETS_RETRY__WRITES_A_MINUTE": str(60 // SHARES),
}

for job, schedule in JOBS.items():
    with DAG(
        dag_id=f"mso_sheets_{job.replace('-', '_')}",
        schedule=schedule,
        start_date=pendulum.datetime(2026, 1, 1, tz="Europe/London"),
        catchup=False,
        max_active_runs=1,
        default_args={"retries": 1, "retry_delay": pendulum.duration(minutes=5)},
    ) as dag:
        for share in range(1, SHARES + 1):
            BashOperator(
                task_id=f"share_{share}",
                bash_command=f"mso-sheets run {job} --json --shard {share}/{SHARES}",
                env=ENVIRONMENT,
                append_env=True,
            )
    globals()[dag.dag_id] = dag
