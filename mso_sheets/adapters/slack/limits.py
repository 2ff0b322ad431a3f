"""Slack's limits: those of slack_sdk's own models, else with the page or the report they come from."""

from __future__ import annotations

from typing import Final

HEADER_TEXT: Final = 150
SECTION_TEXT: Final = 3_000
BLOCK_ID: Final = 255
OPTION_TEXT: Final = 75
OVERFLOW_OPTIONS: Final = 5
"""These five are slack_sdk's (a test compares them); importing its models costs 0.4 s a start."""

MESSAGE_BLOCKS: Final = 50
"""https://docs.slack.dev/reference/block-kit/blocks"""
MESSAGE_CHARACTERS: Final = 10_000
"""All texts of a message's blocks. Undocumented: msg_blocks_too_long comes near 13,200
(https://github.com/slackapi/bolt-js/issues/2509)."""
UPDATE_TEXT: Final = 4_000
"""https://docs.slack.dev/reference/methods/chat.update (msg_too_long)"""
ALT_TEXT: Final = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
VIEW_TITLE: Final = 24
"""https://docs.slack.dev/reference/views"""
