"""Changes as one batch, in the order that keeps them safe: token, evidence, tabs, people's rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mso_sheets.adapters.google.batch import Batch, batch_on
from mso_sheets.adapters.google.cells import row_data, target_in
from mso_sheets.adapters.google.charts import draw_charts, end_of, known_after, placed
from mso_sheets.adapters.google.evidence import Evidence
from mso_sheets.adapters.google.generation import Token, token_requests
from mso_sheets.adapters.google.guarded import Guarded, plan_evidence, put_cells
from mso_sheets.adapters.google.new_tabs import make_new_tab
from mso_sheets.adapters.google.notes import NotesMove, move_notes, plan_move
from mso_sheets.adapters.google.notes_witness import Watched, is_at_risk, watched, witness
from mso_sheets.adapters.google.ranges import STATE_WIDTH
from mso_sheets.adapters.google.structure import MARKER, Structure, derived_id
from mso_sheets.adapters.google.tabs import fill_tab, make_tab
from mso_sheets.errors import RefusedError
from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.changes import Changes, TabWrite
from mso_sheets.model.state import STATE_TAB

STATE_ROWS, STATE_COLUMNS = 200, 26


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch ready to be sent, and what its reply will be asked about.

    `moves` say what becomes of the notes of our tabs, `watched` on which of them there is evidence;
    `structure` is what there will be after the write.
    """

    batch: Batch
    token: Token
    evidence: Evidence
    sheet_ids: dict[str, int]
    writes: Sequence[Guarded] = ()
    moves: tuple[NotesMove, ...] = ()
    watched: tuple[Watched, ...] = ()
    structure: Structure = field(default_factory=Structure)

    @property
    def body(self) -> dict[str, object]:
        """The body of the request."""
        return {"requests": self.batch.requests, **self.evidence.options()}


def compose(
    changes: Changes,
    base: Snapshot,
    structure: Structure,
    token: Token,
    writes: Sequence[Guarded],
) -> Draft:
    """Everything of `changes` in one batch; `writes` are the verified writes that may be made."""
    sheet_ids = ids_after(base, changes)
    places = placed(structure.chart_places, changes.tabs)
    draft = open_draft(base, token, sheet_ids, end_of(places) + 2, writes)
    draft = replace(draft, structure=known_after(structure, places))
    old_tabs = {write.content.name: base.our_tab(write.content.name) for write in changes.tabs}
    draft = _with_notes(draft, changes.tabs, old_tabs)
    draft.evidence.copy_all(draft.batch)
    for new_tab in changes.new_tabs:
        make_new_tab(draft.batch, new_tab, sheet_ids[new_tab.title])
    _draw_tabs(draft, changes.tabs, old_tabs)
    draw_charts(draft.batch, changes.tabs, sheet_ids, structure, places, sheet_ids[STATE_TAB])
    _log(draft.batch, changes, base.our_tab(STATE_TAB), sheet_ids[STATE_TAB])
    put_cells(writes, draft.batch)
    return draft


def open_draft(
    base: Snapshot,
    token: Token,
    sheet_ids: dict[str, int],
    evidence_column: int,
    writes: Sequence[Guarded],
) -> Draft:
    """A batch with the state tab and the token in it, and the evidence for `writes` planned."""
    state, state_id = base.our_tab(STATE_TAB), sheet_ids[STATE_TAB]
    batch = batch_on(base, target_in({**{t.title: t.sheet_id for t in base.tabs}, **sheet_ids}))
    if state is None:
        batch.add_sheet(state_id, STATE_TAB, STATE_ROWS, STATE_COLUMNS, hidden=True)
        batch.mark(state_id, MARKER, STATE_TAB)
    base_generation = base.generation if state is not None else 0
    batch.requests += token_requests(token, base_generation, base.tokens, state_id)
    title = STATE_TAB if state is None else state.title
    evidence = Evidence(state_id, title, evidence_column)
    plan_evidence(writes, evidence)
    return Draft(batch, token, evidence, sheet_ids, writes)


def ids_after(base: Snapshot, changes: Changes) -> dict[str, int]:
    """Name -> sheet id of all tabs that this write makes or fills, the state among them."""
    taken = frozenset(tab.sheet_id for tab in base.tabs)
    ids: dict[str, int] = {}
    for name in (STATE_TAB, *(write.content.name for write in changes.tabs)):
        tab = base.our_tab(name)
        ids[name] = tab.sheet_id if tab is not None else derived_id(name, taken | {*ids.values()})
    for new_tab in changes.new_tabs:
        ids[new_tab.title] = derived_id(f"input/{new_tab.title}", taken | {*ids.values()})
    return ids


def _with_notes(
    draft: Draft, tabs: Iterable[TabWrite], old_tabs: dict[str, RawTab | None]
) -> Draft:
    """Plans the moves of people's notes, and the evidence on those that could go astray."""
    moves, at_risk = [], []
    for write in tabs:
        old = old_tabs[write.content.name]
        if old is None:
            continue
        move = plan_move(write, old)
        moves.append(move)
        if is_at_risk(write, move, old):
            at_risk.append(watched(write, move))
            witness(draft.evidence, move)
    return replace(draft, moves=tuple(moves), watched=tuple(at_risk))


def _draw_tabs(draft: Draft, tabs: Sequence[TabWrite], old_tabs: dict[str, RawTab | None]) -> None:
    for write in tabs:
        sheet_id, old = draft.sheet_ids[write.content.name], old_tabs[write.content.name]
        if old is None:
            make_tab(draft.batch, write, sheet_id)
        fill_tab(draft.batch, write, sheet_id, old)
    carry_notes(draft, draft.moves)


def carry_notes(draft: Draft, moves: Iterable[NotesMove]) -> None:
    """Adds the moves of notes; they pass over free cells below the evidence."""
    corner = (draft.evidence.height + 2, draft.evidence.column)
    for move in moves:
        taken = move_notes(draft.batch, move, draft.evidence.state_id, corner)
        corner = (corner[0] + taken, corner[1])


def _log(batch: Batch, changes: Changes, state: RawTab | None, state_id: int) -> None:
    """The state's rows, below its last one or in its place."""
    rows = [row[:STATE_WIDTH] for row in changes.state_rows]
    if not rows and not changes.state_reset:
        return
    height = state.height if state is not None else 0
    first = 1 if changes.state_reset else height + 1
    last = max(first + len(rows) - 1, height if changes.state_reset else 0, 1)
    width = STATE_WIDTH if changes.state_reset else max(map(len, rows))
    batch.write(state_id, (first, 1), (last, width), row_data(rows, batch.target))


def refuse_strangers(changes: Changes, base: Snapshot) -> None:
    """A tab of our name without our marker is never overwritten; raises RefusedError."""
    ours = [
        write.content.name for write in changes.tabs if base.our_tab(write.content.name) is None
    ]
    strangers = _present([*ours, *(tab.title for tab in changes.new_tabs)], base)
    if strangers:
        names = ", ".join(f"'{name}'" for name in strangers)
        raise RefusedError(
            f"The workbook already has tabs that MSO Sheets did not make: {names}; nothing was "
            "written.",
            "Rename or delete them, then run again.",
        )


def _present(names: Sequence[str], base: Snapshot) -> list[str]:
    """Google takes titles that differ in case alone for the same."""
    titles = {tab.title.casefold() for tab in base.tabs}
    return [name for name in names if name.casefold() in titles]
