"""Slack: a `Message` as Block Kit, posted at most once; presses back through Socket Mode.

Nothing is imported here: the outbox shares the blocks and must not pay for the vendor's client.
"""
