"""Report + template -> Message: what to say to whom, as data, before it has a platform's shape.

text of config/templates/<name>.md.j2 -> environment (sandboxed Jinja over `view`)
    -> dialect (small Markdown -> sections, groups, items) -> fold (the rest to the thread)
    -> people (who is mentioned, once) -> Message
"""

from __future__ import annotations

from mso_sheets.digest.rendering import Answer, fallback_of, render_message
from mso_sheets.digest.stamp import stamp

__all__ = ["Answer", "fallback_of", "render_message", "stamp"]
