"""The key by which a message is claimed, found again and never repeated."""

from __future__ import annotations

from datetime import date

from mso_sheets.jobfile import DigestSpec, JobSpec


def period_of(job: JobSpec, day: date, run_id: str) -> str:
    """The period that a digest's key names: 2026-04-14, 2026-W16, 2026-04, or the run."""
    if job.period == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return {"day": day.isoformat(), "month": f"{day:%Y-%m}", "run": run_id}[job.period]


def key_of(job: JobSpec, digest: DigestSpec, workbook: str, period: str, place: str) -> str:
    """`job/workbook/period/channel`; what may meet an earlier message there adds its template."""
    first = next(d for d in job.digests if (d.each, d.channel) == (digest.each, digest.channel))
    plain = digest.each != "lead" and first.template == digest.template
    return f"{job.name}/{workbook}/{period}/{place}" + ("" if plain else f":{digest.template}")
