"""Slack: a `Message` as Block Kit, posted at most once; presses back through Socket Mode."""

from __future__ import annotations

from mso_sheets.adapters.slack.messenger import SlackMessenger

__all__ = ["SlackMessenger"]
