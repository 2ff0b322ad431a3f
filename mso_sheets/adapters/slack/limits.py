"""Slack's limits: from slack_sdk's own models where they have them, else with the page or the report."""

from __future__ import annotations

from typing import Final

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    Option,
    OverflowMenuElement,
    SectionBlock,
)

HEADER_TEXT: Final = HeaderBlock.text_max_length
SECTION_TEXT: Final = SectionBlock.text_max_length
BLOCK_ID: Final = Block.block_id_max_length
OPTION_TEXT: Final = Option.label_max_length
OVERFLOW_OPTIONS: Final = OverflowMenuElement.options_max_length

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
