"""The examples for launchers: they parse, and what they start is understood by the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest
import yaml

from mso_sheets.cli import group
from mso_sheets.jobfile import load_jobs
from mso_sheets.settings.load import load_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
JOBS = load_jobs({path.name: path for path in sorted((ROOT / "jobs").glob("*.toml"))})
FAKE = '#!/bin/sh\nprintf "%s\\n" "$@"\n'


def documents(name: str) -> list[Any]:
    return [each for each in yaml.safe_load_all((DEPLOY / name).read_text("utf-8")) if each]


def understood(words: Sequence[str]) -> Mapping[str, Any]:
    """The parameters that the real command line makes of words; a usage error fails the test."""
    command: click.Command = group
    context = command.make_context("mso-sheets", list(words))
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        assert found is not None, name
        command = found
        context = command.make_context(name or "", rest, parent=context)
    return context.params


def started(container: Mapping[str, Any], folder: Path, **environment: str) -> list[str]:
    """The words that `mso-sheets` gets when the container starts."""
    if "command" not in container:
        return list(container["args"])
    program = folder / "mso-sheets"
    program.write_text(FAKE, "utf-8")
    program.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    done = subprocess.run(
        [*container["command"], *container["args"]],
        env={"PATH": path, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def settings_of(environment: Sequence[Mapping[str, Any]], folder: Path) -> Any:
    """The settings that a container's environment makes; a key that is none raises."""
    own = {each["name"]: each["value"] for each in environment if "value" in each}
    return load_settings(folder / "none.toml", own)


def test_four_pods_of_the_cron_job_take_four_different_shares(tmp_path: Path) -> None:
    (cron,) = documents("kubernetes/shards.yaml")
    job = cron["spec"]["jobTemplate"]["spec"]
    assert (job["completionMode"], job["completions"]) == ("Indexed", job["parallelism"])
    (container,) = job["template"]["spec"]["containers"]
    asked = [
        understood(started(container, tmp_path, JOB_COMPLETION_INDEX=str(index)))
        for index in range(job["completions"])
    ]
    assert [each["shard"] for each in asked] == ["1/4", "2/4", "3/4", "4/4"]
    assert {each["jobs"] for each in asked} == {("daily-followups",)}
    retry = settings_of(container["env"], tmp_path).retry
    assert retry.reads_a_minute * job["parallelism"] == 60
    assert retry.writes_a_minute * job["parallelism"] == 60
    assert mounted(job["template"]["spec"])


def test_the_tasks_of_cloud_run_take_a_share_each(tmp_path: Path) -> None:
    (job,) = documents("cloud-run/job.yaml")
    execution = job["spec"]["template"]["spec"]
    task = execution["template"]["spec"]
    (container,) = task["containers"]
    count = execution["taskCount"]
    asked = [
        understood(started(container, tmp_path, CLOUD_RUN_TASK_INDEX=str(index),
                           CLOUD_RUN_TASK_COUNT=str(count)))
        for index in range(count)
    ]  # fmt: skip
    assert [each["shard"] for each in asked] == ["1/4", "2/4", "3/4", "4/4"]
    assert settings_of(container["env"], tmp_path).retry.reads_a_minute * count == 60
    assert mounted(task)


def test_the_deployments_of_a_fleet_start_a_worker_and_a_beat(tmp_path: Path) -> None:
    names = []
    for deployment in documents("kubernetes/fleet.yaml"):
        spec = deployment["spec"]["template"]["spec"]
        (container,) = spec["containers"]
        understood(started(container, tmp_path))
        settings_of(container["env"], tmp_path)
        assert mounted(spec)
        names.append(container["args"][:2])
    assert names == [["fleet", "worker"], ["fleet", "beat"]]


def mounted(spec: Mapping[str, Any]) -> bool:
    """Every volume is mounted and every mount is a volume."""
    (container,) = spec["containers"]
    mounts = {each["name"] for each in container["volumeMounts"]}
    return mounts == {each["name"] for each in spec["volumes"]}


class Dag:
    """What a DAG file says, as far as Airflow would hear it."""

    made: ClassVar[list[Dag]] = []

    def __init__(self, **said: Any) -> None:
        self.dag_id, self.said = said["dag_id"], said
        self.tasks: list[Mapping[str, Any]] = []
        Dag.made.append(self)

    def __enter__(self) -> Dag:
        return self

    def __exit__(self, *_: object) -> None:
        """Leaves the DAG as it is."""


def operator(**said: Any) -> None:
    Dag.made[-1].tasks.append(said)


@pytest.mark.parametrize(
    "place", ["airflow.providers.standard.operators.bash", "airflow.operators.bash"]
)
def test_airflow_starts_every_share_of_two_jobs(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Dag.made.clear()
    parts = place.split(".")
    modules = {".".join(parts[:n]): types.ModuleType("part") for n in range(1, len(parts) + 1)}
    vars(modules["airflow"])["DAG"] = Dag
    vars(modules[place])["BashOperator"] = operator
    calendar = types.ModuleType("pendulum")
    vars(calendar).update(datetime=lambda *_, **__: "start", duration=lambda **_: "wait")
    for name, module in {**modules, "pendulum": calendar}.items():
        monkeypatch.setitem(sys.modules, name, module)
    file = DEPLOY / "airflow" / "mso_sheets_dag.py"
    found: dict[str, Any] = {}
    exec(compile(file.read_text("utf-8"), str(file), "exec"), found)
    assert [dag.dag_id for dag in Dag.made] == [
        "mso_sheets_daily_followups", "mso_sheets_weekly_review",
    ]  # fmt: skip
    for dag in Dag.made:
        assert found[dag.dag_id] is dag
        assert len(dag.said["schedule"].split()) == 5
        asked = [understood(task["bash_command"].split()[1:]) for task in dag.tasks]
        assert [each["shard"] for each in asked] == ["1/4", "2/4", "3/4", "4/4"]
        (job,) = {each["jobs"] for each in asked}
        assert set(job) <= set(JOBS)
        for task in dag.tasks:
            own = [{"name": k, "value": v} for k, v in task["env"].items()]
            assert settings_of(own, tmp_path).retry.reads_a_minute * 4 == 60
            assert task["append_env"]


def test_the_compose_files_parse_and_start_what_there_is() -> None:
    (redis,) = documents("redis.compose.yaml")
    assert redis["services"]["redis"]["command"][0] == "redis-server"
    (compose,) = yaml.safe_load_all((ROOT / "compose.yaml").read_text("utf-8"))
    for service in compose["services"].values():
        words = service.get("command", [])
        understood(words.split() if isinstance(words, str) else words)


def test_every_example_stands_in_the_documentation() -> None:
    page = (ROOT / "docs" / "fleet.md").read_text("utf-8") + (
        ROOT / "docs" / "watching.md"
    ).read_text("utf-8")
    files = [path.relative_to(ROOT).as_posix() for path in DEPLOY.rglob("*") if path.is_file()]
    kept = [name for name in files if "__pycache__" not in name]
    assert len(kept) >= 6
    assert {name for name in kept if f"`{name}`" not in page and name not in page} == set()


def test_nothing_but_the_fleet_needs_its_engine() -> None:
    code = (
        "import sys, json, pkgutil, importlib, mso_sheets\n"
        "for name in ('celery', 'redis', 'kombu', 'airflow'): sys.modules[name] = None\n"
        "names = [m.name for m in pkgutil.walk_packages(mso_sheets.__path__, 'mso_sheets.')]\n"
        "names = [n for n in names if not n.endswith('__main__')]\n"
        "failed = []\n"
        "for name in names:\n"
        "    try: importlib.import_module(name)\n"
        "    except ImportError as error: failed.append(f'{name}: {error}')\n"
        "print(json.dumps([len(names), failed]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    number, failed = json.loads(done.stdout)
    assert number > 300
    assert [each for each in failed if not each.startswith("mso_sheets.fleet.")] == []
