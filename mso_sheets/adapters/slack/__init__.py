"""Slack: a `Message` as Block Kit, posted at most once; presses back through Socket Mode."""
