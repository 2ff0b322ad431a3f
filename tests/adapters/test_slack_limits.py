"""Our copies of slack_sdk's limits are slack_sdk's."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    Option,
    OverflowMenuElement,
    SectionBlock,
)

from mso_sheets.adapters.slack import limits


def test_limits_are_those_of_the_sdk() -> None:
    ours = (limits.HEADER_TEXT, limits.SECTION_TEXT, limits.BLOCK_ID, limits.OPTION_TEXT)
    theirs = (
        HeaderBlock.text_max_length,
        SectionBlock.text_max_length,
        Block.block_id_max_length,
        Option.label_max_length,
    )
    assert ours == theirs
    assert OverflowMenuElement.options_max_length == limits.OVERFLOW_OPTIONS
