"""Sheets as they occur, in seven languages, made up after shapes seen in the field.

Each is read right or refused with what was looked for; nothing is guessed, every row is accounted for.
"""

from __future__ import annotations

from datetime import date

import pytest

from mso_sheets.model.cells import Merge, RawTab
from mso_sheets.model.table import Table, Tables
from tests.making import TODAY, Rows, read, rules_that, snapshot_of, tab_of


def rules(tables: Tables) -> list[str]:
    return sorted({problem.rule for problem in tables.problems})


def ids(table: Table) -> list[str]:
    return [str(value) for value in table.frame[table.schema.id_field]]


def day(table: Table, field: str, row: int) -> date:
    return date.fromisoformat(str(table.frame[field].loc[row])[:10])


def test_english_log_with_title_instructions_and_total_row() -> None:
    tables = read(
        {
            "Action log": """
            | EMEA action log – weekly |
            | Owner: PMO. Please keep Status up to date! |
            |
            | ID.     | Action item           | Assigned to | Due Date*  | STATUS      | Comments |
            | ACT-001 | Send revised policy   | Ana Silva   | 2026-04-02 | In progress | |
            | ACT-002 | Confirm launch budget | Ben Ito     | 2026-04-10 | open        | |
            | Total   | 2                     |
            """
        }
    )
    actions = tables["actions"]
    assert actions.header_row == 4
    assert ids(actions) == ["ACT-001", "ACT-002"]
    assert actions.accounting.excluded == {"total": 1}
    assert day(actions, "due_date", 5) == date(2026, 4, 2)
    assert tables.refused == {}


def test_english_plan_right_of_column_a_with_section_rows_and_blank_header() -> None:
    tables = read(
        {
            "Tasks": """
            | | Phased plan |
            | | TaskID | ProjectID | Task_Name | | Assignee | Status | DueDate |
            | | Phase 1: Design |
            | | 1.1  | PRJ-1 | Draft brief | x | Ana | Done        | 2026-01-12 |
            | | 1.2  | PRJ-1 | Review      | x | Ben | In progress | 2026-02-12 |
            | |
            | | Phase 2: Build |
            | | 2.10 | PRJ-1 | Pilot       | x | Ana | Not started | 2026-05-12 |
            """
        }
    )
    tasks = tables["tasks"]
    assert tasks.places["task_id"] == 2
    assert tasks.places["owner"] == 6
    assert list(tasks.frame["task"]) == ["Draft brief", "Review", "Pilot"]
    assert tasks.accounting.excluded == {"blank": 1, "section": 2}


def test_pre_numbered_rows_and_unticked_boxes_are_no_records() -> None:
    numbered = "\n".join(f"| {n} | | | | | FALSE |" for n in range(3, 26))
    tables = read(
        {
            "Actions": f"""
            | No. | Action | Owner | Due date   | Status | Done? |
            | 1   | Call   | Ana   | 2026-04-20 | Open   | FALSE |
            | 2   | Write  | Ben   | 2026-04-21 | Done   | TRUE  |
            {numbered}
            """
        }
    )
    actions = tables["actions"]
    assert ids(actions) == ["1", "2"]
    assert actions.accounting.excluded == {"pre-numbered": 23}


def test_a_tab_of_pre_numbered_rows_alone_has_no_records() -> None:
    numbered = "\n".join(f"| ACT-{n:03d} | | | | |" for n in range(1, 26))
    tables = read({"Actions": f"| Action ID | Action | Owner | Due date | Status |\n{numbered}"})
    assert tables["actions"].accounting.used == 0
    assert tables["actions"].accounting.excluded == {"pre-numbered": 25}


def test_german_list_with_two_row_header_and_german_values() -> None:
    tables = read(
        {
            "Offene Punkte": """
            | Maßnahmenliste Projekt Nord |
            |         |                      |                | Termine    |            |        |
            | Nr.     | Maßnahme             | Verantwortlich | Erfasst am | Fällig am  | Status |
            | M-1     | Angebot einholen     | Jörg Müller    | 01.03.2026 | 12.03.2026 | offen  |
            | M-2     | Vertrag prüfen       | Änne Groß      | 02.03.2026 | 25.03.2026 | in Bearbeitung |
            | M-3     | Zahlung freigeben    | Jörg Müller    | 03.03.2026 | 31.03.2026 | erledigt |
            | Summe   | 3 |
            """
        },
        locale="de_DE",
    )
    actions = tables["actions"]
    assert list(actions.frame["status"]) == ["Not started", "In progress", "Complete"]
    assert [d.date() for d in actions.frame["due_date"]] == [
        date(2026, 3, 12),
        date(2026, 3, 25),
        date(2026, 3, 31),
    ]
    assert actions.accounting.excluded == {"total": 1}


def test_german_english_header_in_one_cell() -> None:
    tables = read(
        {
            "Projekte": """
            | Projekt-ID / Project ID | Projektname (Project) | Projektleiter | Enddatum / Due date | Ampel |
            | P-07                    | Einführung            | Eva           | 2026-06-30          | grün  |
            """
        }
    )
    projects = tables["projects"]
    assert projects.places == {
        "project_id": 1,
        "project": 2,
        "owner": 3,
        "due_date": 4,
        "health": 5,
    }
    assert projects.frame["health"].iloc[0] == "On track"


def test_spanish_follow_up_with_accents_in_capitals() -> None:
    tables = read(
        {
            "Seguimiento": """
            | SEGUIMIENTO DE ACCIONES |
            |
            | CÓDIGO | ACCIÓN               | RESPONSABLE | FECHA LÍMITE | ESTADO     | PRIORIDAD | NOTAS   |
            | A1     | Enviar la propuesta  | Lucía       | 25/03/2026   | Pendiente  | Alta      | urgente |
            | A2     | Revisar el contrato  | Íñigo       | 03/04/2026   | En curso   | Media     |         |
            | A3     | Cerrar la incidencia | Lucía       | 28/02/2026   | Completada | Baja      |         |
            | TOTAL GENERAL | 3 |
            """
        },
        locale="es_ES",
    )
    actions = tables["actions"]
    assert day(actions, "due_date", 5) == date(2026, 4, 3)
    assert list(actions.frame["status"]) == ["Not started", "In progress", "Complete"]
    assert list(actions.frame["priority"]) == ["High", "Medium", "Low"]
    assert actions.accounting.excluded == {"total": 1}


def test_portuguese_risk_register_with_score_and_level_words() -> None:
    tables = read(
        {
            "Registro de riscos": """
            | ID do risco | Descrição do risco | Probabilidade | Impacto | Score | Responsável | Resposta |
            | R1 | Atraso do fornecedor | 3 | 4 | 12 | João | Segundo fornecedor |
            | R2 | Falta de orçamento   | 2 | 5 | 9  | Inês | Rever o escopo |
            """
        },
        locale="pt_BR",
    )
    risks = tables["risks"]
    assert list(risks.frame["probability"]) == [3, 2]
    [problem] = [p for p in tables.problems if p.rule == "score-differs"]
    assert problem.row == 3
    assert "9" in problem.expected
    assert "10" in problem.expected


def test_portuguese_schedule_in_snake_case_with_parents_that_repeat() -> None:
    tables = read(
        {
            "Cronograma": """
            | id_tarefa | projeto | tarefa | responsável | status | data_de_início | término | % concluído |
            | 1   | P1 | Fase de projeto | PM | Em andamento | 2026-01-05 | 2026-03-31 | 50 |
            | 1.1 | P1 | Levantamento    | Rui | Concluída | 2026-01-05 | 2026-01-30 | 100 |
            | 1.2 | P1 | Desenho         | Ana | Em andamento | 2026-02-02 | 2026-03-31 | 30 |
            """
        },
        locale="pt_PT",
    )
    tasks = tables["tasks"]
    assert ids(tasks) == ["1", "1.1", "1.2"]
    assert list(tasks.frame["percent_complete"]) == [0.5, 1.0, 0.3]
    assert tasks.accounting.excluded == {}


def test_french_meeting_register_with_line_breaks_in_headers() -> None:
    tables = read(
        {
            "Réunions": """
            | Registre des réunions 2026 |
            | N°\\nréunion | Date\\n(jj/mm/aaaa) | Réunion | Animateur | Participants | Compte rendu |
            | R-01         | 2026-03-02         | Comité | Zoé | Zoé, Théo ; Maëlle  | Théo relance le client |
            | R-02         | 2026-03-09         | Comité | Théo | Théo / Zoé | RAS |
            """
        },
        locale="fr_FR",
    )
    meetings = tables["meetings"]
    assert ids(meetings) == ["R-01", "R-02"]
    assert meetings.frame["attendees"].iloc[0] == ("Zoé", "Théo", "Maëlle")
    assert meetings.places["discussion"] == 6


def test_french_actions_doubled_alias_of_a_required_column_are_refused() -> None:
    tables = read(
        {
            "Plan d'action": """
            | Réf | Action | Responsable | Pilote | Échéance | Statut |
            | 1 | Appeler | Zoé | Théo | 2026-03-02 | En cours |
            """
        }
    )
    assert "actions" not in tables
    assert "stands twice (C1, D1)" in tables.refused["actions"]
    assert "header-doubled" in rules(tables)


def test_chinese_actions_in_full_width_with_total() -> None:
    tables = read(
        {
            "行动清单": """
            | 2026年行动跟踪表 |
            | 序号 | 行动项     | 负责人 | 截止日期      | 状态   | 优先级 | 备注 |
            | １   | 更新激励政策 | 王芳   | 2026年3月12日 | 进行中 | 高     |      |
            | ２   | 确认预算     | 李雷   | 2026/4/25     | 已完成 | 低     |      |
            | 合计 | 2 |
            """
        },
        locale="zh_CN",
    )
    actions = tables["actions"]
    assert day(actions, "due_date", 3) == date(2026, 3, 12)
    assert list(actions.frame["status"]) == ["In progress", "Complete"]
    assert actions.accounting.excluded == {"total": 1}


def test_japanese_task_list_with_half_width_katakana_and_section() -> None:
    tables = read(
        {
            "タスク一覧": """
            | プロジェクト管理表 |
            |
            | ﾀｽｸID | 案件番号 | タスク名 | 担当者 | ステータス | 開始日 | 期限 | 進捗率（％） |
            | フェーズ1 |
            | T-1 | P-1 | 要件定義 | 佐藤 | 完了 | 2026/1/5 | 2026/1/30 | 100% |
            | T-2 | P-1 | 設計 | 鈴木 | 進行中 | 2026/2/2 | 2026/3/31 | 40% |
            """
        },
        locale="ja_JP",
    )
    tasks = tables["tasks"]
    assert ids(tasks) == ["T-1", "T-2"]
    assert list(tasks.frame["status"]) == ["Complete", "In progress"]
    assert list(tasks.frame["percent_complete"]) == [1.0, 0.4]
    assert tasks.accounting.excluded == {"section": 1}


def test_japanese_issue_list_whose_tab_has_another_name() -> None:
    tables = read(
        {
            "Sheet1": """
            | 課題番号 | 課題内容 | 担当 | 期限 | 対応状況 | 起票日 |
            | K-1 | ログインできない | 田中 | 2026-03-31 | 対応中 | 2026-03-01 |
            | K-2 | 表示が遅い | 中村 | 2026-04-30 | 未着手 | 2026-03-05 |
            """
        },
        locale="ja_JP",
    )
    assert ids(tables["actions"]) == ["K-1", "K-2"]
    assert list(tables["actions"].frame["status"]) == ["In progress", "Not started"]


def test_header_after_twelve_empty_lines() -> None:
    tables = read(
        {
            "Actions": "\n" * 1
            + "|\n" * 12
            + "| Action ID | Action | Owner | Due date | Status |\n| 1 | Call | Ana | 2026-04-20 | Open |"
        }
    )
    assert tables["actions"].header_row == 13
    assert tables["actions"].accounting.read == 1


def test_no_header_at_all_is_refused_with_what_was_looked_for_and_found() -> None:
    tables = read(
        {
            "Actions": """
            |
            | 1 | Call the client | Ana | 2026-04-20 | Open |
            | 2 | Send the offer | Ben | 2026-04-21 | Done |
            """
        }
    )
    sentence = tables.refused["actions"]
    assert "Looked for Action ID, Action, Owner, Due date, Status" in sentence
    assert "'Call the client'" in sentence
    assert "table-refused" in rules(tables)


def test_home_made_separators_on_one_line_are_refused() -> None:
    tables = read(
        {"Export": [["id>>title>>owner>>due||1>>Call>>Ana>>2026-04-20||2>>Send>>Ben>>?"]]}
    )
    assert not tables.found
    [problem] = tables.problems
    assert problem.rule == "header-not-found"
    assert "looked for" in problem.expected
    assert "id>>title>>owner" in problem.expected
    assert tables.unknown_tabs == ("Export",)


def test_a_matrix_of_days_and_letters_is_refused() -> None:
    letters: Rows = [
        ["", *[float(day) for day in range(1, 29)]],
        ["Ana", *["X" if day % 3 else "U" for day in range(1, 29)]],
        ["Ben", *["K" if day % 4 else "" for day in range(1, 29)]],
    ]
    tables = read({"Tasks": letters})
    assert "no header row was found in tab 'Tasks'" in tables.refused["tasks"]
    assert not tables.found


def test_a_month_matrix_beside_the_record_columns_is_kept_out() -> None:
    tables = read(
        {
            "Roadmap": """
            | Project ID | Project | Owner | Due date   | M1 | M2 | M3 | M4 |
            | P1         | Alpha   | Ana   | 2026-04-30 | X  | X  |    |    |
            | P2         | Beta    | Ben   | 2026-05-31 |    | X  | X  | X | X |
            """
        }
    )
    assert ids(tables["projects"]) == ["P1", "P2"]
    assert set(tables["projects"].places) == {"project_id", "project", "owner", "due_date"}


def test_a_second_header_ends_the_table_with_a_warning() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status |
            | A1        | Call   | Ana   | 2026-04-20 | Open   |
            |
            | Closed ones |
            | Action ID | Action | Owner | Due date   | Status |
            | A0        | Write  | Ben   | 2026-03-20 | Done   |
            """
        }
    )
    actions = tables["actions"]
    assert ids(actions) == ["A1"]
    assert actions.accounting.excluded == {"blank": 1, "note": 1, "second header": 2}
    [warning] = [p for p in tables.problems if p.rule == "second-header"]
    assert warning.severity == "warning"
    assert warning.cells == "5:5"


def test_another_table_below_on_the_same_tab_is_read_as_itself() -> None:
    tables = read(
        {
            "Meetings": """
            | Meeting ID | Date       | Meeting |
            | M1         | 2026-04-01 | Weekly  |
            |
            | Decision ID | Date       | Decision      | Decided by | Rationale |
            | D1          | 2026-04-01 | Go with plan B | Ana       | cheaper |
            """
        }
    )
    assert ids(tables["meetings"]) == ["M1"]
    assert ids(tables["decisions"]) == ["D1"]
    assert "second-header" in rules(tables)


def test_tables_side_by_side_do_not_mix() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | | Name      | Email     | Team |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | | Ana Silva | a@acme.io | Ops  |
            |           |        |       |            |        | | Ben Ito   | b@acme.io | Ops  |
            """
        }
    )
    assert ids(tables["actions"]) == ["A1"]
    assert tables["actions"].accounting.read == 1
    assert ids(tables["people"]) == ["Ana Silva", "Ben Ito"]
    assert tables["actions"].frame["owner"].iloc[0] == "Ana Silva"


def test_a_legend_beside_the_table_does_not_double_its_columns() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | | Status | Meaning |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | | Open   | not yet |
            |           |        |       |            |        | | Done   | over    |
            """
        }
    )
    assert tables.refused == {}
    assert tables["actions"].accounting.read == 1


def test_a_lookup_list_below_the_table_is_not_read_as_records() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status |
            | ACT-1     | Call   | Ana   | 2026-04-20 | Open   |
            |
            | Code | Meaning |
            | L    | later   |
            | N    | never   |
            """
        }
    )
    assert tables["actions"].accounting.excluded == {"below the table": 3, "blank": 1}
    assert "below-the-table" in rules(tables)


def test_a_note_below_the_table_is_set_aside() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status |
            | ACT-1     | Call   | Ana   | 2026-04-20 | Open   |
            |
            | * dates are estimates until the board agrees |
            """
        }
    )
    assert tables["actions"].accounting.excluded == {"blank": 1, "note": 1}


def test_merged_projects_are_filled_down_for_their_tasks() -> None:
    tab = tab_of(
        "Tasks",
        """
        | Project ID | Task ID | Task   | Owner | Status | Due date   |
        | PRJ-1      | T1      | Brief  | Ana   | Open   | 2026-04-20 |
        |            | T2      | Review | Ben   | Open   | 2026-04-21 |
        |            | T3      | Launch | Ana   | Open   | 2026-04-22 |
        | PRJ-2      | T4      | Brief  | Ben   | Open   | 2026-04-23 |
        """,
        merges=(Merge(2, 4, 1, 1),),
    )
    tables = read({"Tasks": tab})
    assert list(tables["tasks"].frame["project_id"]) == ["PRJ-1", "PRJ-1", "PRJ-1", "PRJ-2"]


def test_a_section_title_merged_across_the_table_is_a_section() -> None:
    tab = tab_of(
        "Tasks",
        """
        | Task   | Task ID | Project ID | Owner | Status | Due date   |
        | Build it |
        | Brief  | T1      | PRJ-1      | Ana   | Open   | 2026-04-20 |
        """,
        merges=(Merge(2, 2, 1, 6),),
    )
    assert read({"Tasks": tab})["tasks"].accounting.excluded == {"section": 1}


def test_two_row_header_of_planned_and_actual_dates() -> None:
    tab = tab_of(
        "Projects",
        """
        | Portfolio |
        | Project ID | Project | Owner | Planned    |            | Actual     |            |
        |            |         |       | Start      | End        | Start      | End        |
        | P1         | Alpha   | Ana   | 2026-01-05 | 2026-04-30 | 2026-01-12 | 2026-04-10 |
        """,
        merges=(Merge(2, 2, 4, 5), Merge(2, 2, 6, 7), Merge(2, 3, 1, 1), Merge(2, 3, 2, 2)),
    )
    projects = read({"Projects": tab})["projects"]
    assert projects.header_row == 3
    assert day(projects, "start_date", 4) == date(2026, 1, 5)
    assert day(projects, "due_date", 4) == date(2026, 4, 30)
    assert day(projects, "finished_date", 4) == date(2026, 4, 10)


def test_hidden_rows_are_read_and_counted_unless_settings_ignore_them() -> None:
    tab = tab_of(
        "Actions",
        """
        | Action ID | Action | Owner | Due date   | Status |
        | A1        | Call   | Ana   | 2026-04-20 | Open   |
        | A2        | Write  | Ben   | 2026-04-21 | Open   |
        """,
        hidden_rows=frozenset({3}),
    )
    seen = read({"Actions": tab})["actions"].accounting
    unseen = read({"Actions": tab}, rules=rules_that(actions={"ignore_hidden": True}))["actions"]
    assert (seen.used, seen.hidden) == (2, 1)
    assert unseen.accounting.excluded == {"hidden": 1}
    assert ids(unseen) == ["A1"]


def test_markdown_links_and_broken_characters_in_cells_do_no_harm() -> None:
    tables = read(
        {
            "Actions": """
            | **Action ID** | <b>Action</b> | Owner | Due date | Status |
            | A1 | **Send** the draft\\nand wait <https://x.io> | Ana | 2026-04-20 | Open |
            | A2 | Kl�ren Ã¼ber | Ben | 18;00 | Open |
            """
        }
    )
    assert tables["actions"].accounting.used == 2
    [problem] = [p for p in tables.problems if p.cells == "D3"]
    assert problem.severity == "error"


def test_a_tab_that_fits_two_tables_is_asked_about_and_not_read() -> None:
    tables = read(
        {
            "Liste": """
            | ID | Name  | Owner | Due date   | Status |
            | 1  | Alpha | Ana   | 2026-04-20 | Open   |
            """
        }
    )
    assert not tables.found
    assert tables.unknown_tabs == ("Liste",)


def test_settings_name_tab_header_row_and_columns() -> None:
    tables = read(
        {
            "Zeugs": """
            | Action ID | Action | Owner | Due date | Status |
            | Kennung | Tu was | Wer macht's | Spätestens | Wie weit |
            | 1 | Anrufen | Ana | 2026-04-20 | offen |
            """
        },
        rules=rules_that(
            actions={
                "tab": "zeugs",
                "header_row": 2,
                "columns": {
                    "Action ID": ("Kennung",),
                    "Action": ("Tu was",),
                    "Owner": ("Wer macht's",),
                    "Due date": ("Spätestens",),
                    "Status": ("Wie weit",),
                },
            }
        ),
    )
    assert list(tables["actions"].frame["action"]) == ["Anrufen"]
    assert tables["actions"].headers["due_date"] == "Spätestens"


def test_a_tab_that_settings_name_and_the_workbook_lacks_is_refused() -> None:
    tables = read({"Other": "| x |"}, rules=rules_that(actions={"tab": "Follow ups"}))
    assert "the settings name the tab 'Follow ups'" in tables.refused["actions"]
    assert "'Other'" in tables.refused["actions"]


@pytest.mark.parametrize(
    "title", ["Follow ups", "follow-ups", "Zeugs 2026", "Sheet3", "アクション"]
)
def test_our_headers_are_found_under_any_tab_name(title: str) -> None:
    tables = read(
        {
            title: """
            | Action ID | Action | Owner | Due date   | Status |
            | A1        | Call   | Ana   | 2026-04-20 | Open   |
            """
        }
    )
    assert ids(tables["actions"]) == ["A1"]


def test_a_tab_of_ours_is_never_read_as_a_team_tab() -> None:
    tab = tab_of(
        "Actions", "| Action ID | Action | Owner | Due date | Status |\n| A1 | x | Ana | | |"
    )
    ours = RawTab(tab.title, tab.sheet_id, tab.columns, ours="Follow-ups")
    assert not read({"Actions": ours}).found


def test_a_repeated_header_is_no_table_of_another_kind() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status |
            | A1        | Call   | Ana   | 2026-04-20 | Open   |
            | Action ID | Action | Owner | Due date   | Status |
            | A2        | Write  | Ben   | 2026-04-21 | Open   |
            """
        }
    )
    assert list(tables) == ["actions"]
    assert tables["actions"].accounting.excluded == {"second header": 2}


def test_a_row_of_hints_below_the_header_is_no_record() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action    | Owner | Due date   | Status   |
            | auto      | free text | name  | dd/mm/yyyy | dropdown |
            | A1        | Call      | Ana   | 2026-04-20 | Open     |
            """
        }
    )
    assert tables["actions"].accounting.excluded == {"note": 1}


def test_a_tab_called_risks_without_an_id_or_a_title_is_refused() -> None:
    tables = read({"Risks": "| Assignee | Status | Summary text |\n| Ana | Open | x |"})
    assert "Looked for Risk ID, Type, Title" in tables.refused["risks"]


def test_a_table_lying_on_its_side_is_refused() -> None:
    tables = read(
        {"Actions": "| Action ID | A1 | A2 |\n| Action | Call | Write |\n| Owner | Ana | Ben |"}
    )
    assert "no header row was found in tab 'Actions'" in tables.refused["actions"]


def test_a_fixed_header_row_without_our_words_is_refused() -> None:
    content = "| Action ID | Action | Owner | Due date | Status |\n| A1 | Call | Ana | | |"
    for row in (2, 7):
        tables = read({"Actions": content}, rules=rules_that(actions={"header_row": row}))
        assert "no header row was found" in tables.refused["actions"]


def test_labels_above_the_table_are_not_its_header() -> None:
    tables = read(
        {
            "Actions": """
            | Project: | Alpha | Owner: | Ana        |
            | Status:  | Green | Date:  | 2026-04-01 |
            |
            | ID | Action | Owner | Due        | Status |
            | 1  | Call   | Ana   | 2026-04-20 | Open   |
            """
        }
    )
    assert tables["actions"].header_row == 4
    assert tables["actions"].accounting.read == 1


def test_the_real_tab_wins_over_a_hidden_copy_and_another_copy_is_asked_about() -> None:
    content = "| Action ID | Action | Owner | Due date | Status |\n| A1 | Call | Ana | 2026-04-20 | Open |"
    hidden = tab_of("Action items", content, hidden=True)
    tables = read({"Action items": hidden, "Action list": content, "Action log": content})
    assert tables["actions"].tab == "Action list"
    assert [p.tab for p in tables.problems if p.rule == "tab-doubled"] == ["Action log"]


def test_today_does_not_leak_into_making() -> None:
    assert snapshot_of({"A": "| x |"}).tabs[0].height == 1
    assert TODAY.year == 2026
