"""`check` on files: settings, jobs, templates, words, an .xlsx, this machine; each remedy followed."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.broken import Broken, Setup, Step, named, verify

pytestmark = pytest.mark.e2e
BOOK = "workbook team"
JOB = 'purpose = "Ours"\nschedule = "0 9 * * mon-fri"\n'
ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
)


def written(text: str, file: str) -> Any:
    return lambda setup: setup.write(text, file)


def added(text: str) -> Any:
    return lambda setup: setup.add(text)


def take_out_line(setup: Setup, fix: str) -> None:
    """Goes to the line that is named and deletes it."""
    said = setup.last["settings"]["says"]
    found = re.search(r"settings\.toml:(\d+):|line (\d+)", said)
    assert found, said
    number = int(found.group(1) or found.group(2))
    lines = setup.settings.splitlines(keepends=True)
    setup.write("".join(lines[: number - 1] + lines[number:]))


def did_you_mean(setup: Setup, fix: str) -> None:
    said = setup.last["settings"]["says"]
    found = re.search(r"settings\.toml:(\d+): [\w.]+\.(\w+) = .*did you mean '(\w+)'", said)
    assert found, said
    lines = setup.settings.splitlines(keepends=True)
    place = int(found.group(1)) - 1
    lines[place] = lines[place].replace(found.group(2), found.group(3), 1)
    setup.write("".join(lines))


def expected_instead(old: str) -> Step:
    """Puts the example that the line gives in the place of what was found."""

    def step(setup: Setup, fix: str) -> None:
        found = re.search(r'such as "([\w/-]+)"', setup.last["settings"]["says"])
        assert found
        setup.replace(f'"{old}"', f'"{found.group(1)}"')

    return step


def home_away(setup: Setup) -> None:
    setup.environ(MSO_SHEETS_HOME=str(setup.home / "nowhere"))


def make_home(setup: Setup, fix: str) -> None:
    found = re.search(r"Make that folder with (config/settings\.toml) in it", fix)
    assert found
    folder = setup.home / "nowhere"
    shutil.copytree(setup.home / "config", folder / "config")
    shutil.copy(setup.path, folder)


def no_workbook(setup: Setup) -> None:
    shutil.copy(setup.home / "config" / "settings.toml", setup.home / "kept.toml")
    setup.write('timezone = "Europe/London"\n')


def add_workbook(setup: Setup, fix: str) -> None:
    assert "[workbooks.<name>] with spreadsheet = " in fix
    shutil.copy(setup.home / "kept.toml", setup.home / "config" / "settings.toml")


def mend_job(setup: Setup, fix: str) -> None:
    assert "docs/jobs.md" in fix
    setup.write(JOB, "jobs/ours.toml")


def choose_of(setup: Setup, fix: str) -> None:
    assert "followups" in fix
    setup.write(JOB + 'analyses = ["followups"]\n', "jobs/ours.toml")


def delete_template(setup: Setup, fix: str) -> None:
    assert "delete the file to get the one that ships" in fix
    (setup.home / "config" / "templates" / "followups.md.j2").unlink()


def add_template(setup: Setup, fix: str) -> None:
    found = re.search(r"Add (config/templates/\w+\.md\.j2) to your home", fix)
    assert found
    setup.write("# Hello\n", found.group(1))


def mend_words(setup: Setup, fix: str) -> None:
    found = re.search(r"Mend (\w+\.toml)", fix)
    assert found
    setup.write('[shared]\nowner = ["Kapitän"]\n', f"config/aliases/{found.group(1)}")


def later(setup: Setup, fix: str) -> None:
    assert "04:00 or later" in fix
    setup.write(JOB.replace("0 9", "0 4"), "jobs/ours.toml")


def book_away(setup: Setup) -> None:
    setup.path.rename(setup.home / "kept.xlsx")


def make_book(setup: Setup, fix: str) -> None:
    assert "Check the path" in fix
    (setup.home / "kept.xlsx").rename(setup.path)


def replaced_by(data: bytes) -> Any:
    """The file becomes something else; the good one is what saving it again will give."""

    def step(setup: Setup) -> None:
        setup.path.rename(setup.home / "kept.xlsx")
        setup.path.write_bytes(data)

    return step


def save_as_xlsx(setup: Setup, fix: str) -> None:
    assert re.search(r"save it as .*xlsx", fix, re.IGNORECASE)
    (setup.home / "kept.xlsx").replace(setup.path)


def opened_in(mark: str) -> Any:
    return lambda setup: setup.write("someone", mark)


def delete_mark(setup: Setup, fix: str) -> None:
    found = re.search(r"delete (/\S+)$", fix)
    assert found
    Path(found.group(1)).unlink()


def no_zone(setup: Setup) -> None:
    setup.replace('timezone = "Europe/London"\n', "")


def no_locale(setup: Setup) -> None:
    setup.replace('locale = "en_GB"\n', "")


def below_workbook(setup: Setup, fix: str) -> None:
    found = re.search(r'below \[workbooks\.team\]: (\w+ = "[\w/]+") \(yours\)', fix)
    assert found
    setup.add(found.group(1) + "\n")


def state_nowhere(setup: Setup) -> None:
    setup.environ(MSO_SHEETS_STATE=str(setup.path / "below-a-file"))


def another_state(setup: Setup, fix: str) -> None:
    found = re.search(r'export MSO_SHEETS_STATE="\$HOME/(mso-state)"', fix)
    assert found
    setup.environ(MSO_SHEETS_STATE=str(setup.home / found.group(1)))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def redis_away(setup: Setup) -> None:
    setup.environ(REDIS_URL=f"redis://:hunter2@127.0.0.1:{free_port()}/0")


def redis_no_address(setup: Setup) -> None:
    setup.environ(REDIS_URL="localhost:6379")


CASES = [
    Broken("settings not TOML", added('channel = "#x\n'), "settings", r"not TOML: .*line 6",
           "Mend that line", take_out_line, code=2),
    Broken("unknown key", added('chanel = "#alerts"\n'), "settings",
           r"settings\.toml:6: workbooks\.team\.chanel = '#alerts' \(no such key; did you mean 'channel'",
           r"docs/settings\.md", take_out_line, code=2),
    Broken("misspelt key", lambda s: s.replace("locale", "locale_"), "settings",
           "did you mean 'locale'", "Mend these lines", did_you_mean, code=2),
    Broken("zone unknown", lambda s: s.replace("Europe/London", "Europe/Londres"), "settings",
           r"timezone = 'Europe/Londres' \(expected: a time zone such as", "Mend these lines",
           expected_instead("Europe/Londres"), code=2),
    Broken("locale unknown", lambda s: s.replace("en_GB", "qq"), "settings",
           r"locale = 'qq' \(expected: a language", "Mend these lines", expected_instead("qq"),
           code=2),
    Broken("a secret in the settings", added('slack_bot_token = "xoxb-fake-full"\n'), "settings",
           r"slack_bot_token = \(a secret\) \(secrets never stand here", "Mend these lines",
           take_out_line, code=2),
    Broken("home folder missing", home_away, "settings", "which is no folder", "Make that folder",
           make_home, code=2),
    Broken("no workbook set", no_workbook, "workbooks", "No workbook is set", "spreadsheet = ",
           add_workbook, code=2,
           replaces=(BOOK, "channel #alerts")),
    Broken("job file broken", written("purpose = \n", "jobs/ours.toml"), "jobs", "not TOML",
           r"docs/jobs\.md", mend_job, code=2),
    Broken("job schedule with numbers for weekdays",
           written(JOB.replace("mon-fri", "1-5"), "jobs/ours.toml"), "jobs", "weekday names",
           r"docs/jobs\.md", mend_job, code=2),
    Broken("job with an unknown analysis", written(JOB + 'analyses = ["followup"]\n',
           "jobs/ours.toml"), "job ours", "no analysis 'followup'", "Choose of:", choose_of, code=2),
    Broken("template broken", written("# {{ oops\n", "config/templates/followups.md.j2"),
           "job daily-followups", r"followups\.md\.j2 cannot be used: line 1", "delete the file",
           delete_template, code=2),
    Broken("template missing", written(JOB + 'digests = [{ template = "ours" }]\n',
           "jobs/ours.toml"), "job ours", "no template 'ours'", "Add config/templates/ours",
           add_template, code=2),
    Broken("job in the hour of the clock change", written(JOB.replace("0 9", "30 2"),
           "jobs/ours.toml"), "job ours", "skipped or repeated", "04:00 or later", later, ok=None),
    Broken("words broken", written("[shared\n", "config/aliases/nautical.toml"), "words",
           r"nautical\.toml cannot be read", "Mend", mend_words, code=2),
    Broken(".xlsx missing", book_away, BOOK, "There is no file", "init PATH", make_book, code=1),
    Broken("open in Excel", opened_in("~$team.xlsx"), f"{BOOK} / writing", "is open in Excel",
           r"delete .*~\$team\.xlsx", delete_mark),
    Broken("open in LibreOffice", opened_in(".~lock.team.xlsx#"), f"{BOOK} / writing",
           "is open in LibreOffice", r"delete .*\.~lock\.team\.xlsx#", delete_mark),
    Broken("not an .xlsx", replaced_by(b"a,b\n1,2\n"), BOOK, "not an .xlsx|no .xlsx|not a zip",
           "save it as", save_as_xlsx),
    Broken("protected by a password", replaced_by(ENCRYPTED), BOOK, "protected by a password",
           "remove the password", save_as_xlsx),
    Broken("an old .xls", replaced_by(ENCRYPTED[:520]), BOOK, "old .xls", "save it as .xlsx",
           save_as_xlsx),
    Broken("no zone", no_zone, f"{BOOK} / zone", "UTC is used", "timezone = ", below_workbook,
           ok=None),
    Broken("no locale", no_locale, f"{BOOK} / locale", "asked about, not guessed", "locale = ",
           below_workbook, ok=None),
    Broken("state folder not writable", state_nowhere, "local state", "cannot be written",
           "export MSO_SHEETS_STATE", another_state, ok=None),
]  # fmt: skip


@pytest.mark.parametrize("case", named(CASES))
def test_a_broken_file_is_told_in_the_right_line_and_its_remedy_mends_it(
    excel: Setup, case: Broken
) -> None:
    verify(excel, case)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for each in started:
        each.terminate()
        each.wait(10)


def test_redis_of_a_fleet_that_does_not_answer_is_started_as_told(
    excel: Setup, server: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    def start_redis(setup: Setup, fix: str) -> None:
        assert "Start it (apt-get install redis-server" in fix
        found = re.search(r"at 127\.0\.0\.1:(\d+)", setup.last["fleet"]["says"])
        assert found
        setup.environ(REDIS_URL=f"redis://127.0.0.1:{found.group(1)}/0")
        line = ["redis-server", "--port", found.group(1), "--bind", "127.0.0.1", "--save", ""]
        server.append(subprocess.Popen(line, stdout=subprocess.DEVNULL, cwd=tmp_path))
        pause = threading.Event()
        for _ in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", int(found.group(1)))) == 0:
                    return
            pause.wait(0.1)

    case = Broken(
        "Redis away", redis_away, "fleet", "Redis does not answer", "REDIS_URL", start_redis
    )
    verify(excel, case)


def test_an_address_of_redis_that_is_none_says_how_one_is_written(excel: Setup) -> None:
    def write_it(setup: Setup, fix: str) -> None:
        assert "redis://localhost:6379/0" in fix
        setup.environ(REDIS_URL=None)

    verify(excel, Broken("no address", redis_no_address, "fleet", "no address of Redis",
                         "Write redis://", write_it))  # fmt: skip


def test_a_workbook_that_is_named_by_its_path_gets_remedies_that_name_the_path(
    excel: Setup,
) -> None:
    other = excel.home / "other book.xlsx"
    from mso_sheets.adapters.excel_blank import write_blank

    write_blank(other, "Notes", ("Free text",))
    code, said = excel.run("check", "--workbook", str(other))
    assert code == 1
    assert f"mso-sheets init '{other}'" in said


def test_a_workbook_that_is_not_known_is_a_mistake_of_usage(excel: Setup) -> None:
    code, said = excel.run("check", "--workbook", "nowhere")
    assert code == 2
    assert "There is no workbook 'nowhere'" in said
