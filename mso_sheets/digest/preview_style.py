"""How the preview page looks: Slack's measures and colours, light and dark."""

STYLE = """
:root{color-scheme:light dark;--ink:#1d1c1d;--paper:#fff;--soft:#616061;--line:#dddddd;--link:#1264a3;
--mark:#e8f5fa;--code:#f8f8f8}
@media (prefers-color-scheme:dark){:root{--ink:#d1d2d3;--paper:#1a1d21;--soft:#ababad;--line:#35373b;
--link:#4db5f5;--mark:#1b3a4b;--code:#222529}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px;max-width:800px;background:var(--paper);color:var(--ink);
font:15px/1.46668 Lato,"Noto Sans","Helvetica Neue",Arial,sans-serif}
p{margin:0}
.note{padding:8px 12px;margin-bottom:12px;border:1px solid var(--line);border-radius:8px;color:var(--soft)}
.channel{font-weight:900;font-size:18px;padding-bottom:8px;border-bottom:1px solid var(--line)}
article{display:flex;gap:8px;padding:12px 0}
.face{flex:none;width:36px;height:36px;border-radius:8px;background:#2f6f4f;color:#fff;font-weight:700;
display:flex;align-items:center;justify-content:center}
.body{flex:1;min-width:0}
.app{background:var(--line);color:var(--soft);font-size:10px;font-weight:700;padding:1px 3px;border-radius:2px}
h1{font-size:18px;font-weight:900;margin:8px 0 4px}
.section{display:flex;gap:16px;margin:4px 0}
.section p{flex:1;min-width:0;overflow-wrap:anywhere;white-space:pre-wrap}
.menu{flex:none;align-self:flex-start;border:1px solid var(--line);border-radius:4px;padding:0 12px;
font-weight:700;cursor:default}
.context{color:var(--soft);font-size:13px;margin:8px 0 4px;overflow-wrap:anywhere}
.mention{background:var(--mark);color:var(--link);border-radius:3px;padding:0 2px}
.mass{background:#fdf2d0;color:#9a5b00}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
hr{border:0;border-top:1px solid var(--line);margin:12px 0}
code,pre{font-family:Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px;background:var(--code);
border:1px solid var(--line);border-radius:4px}
code{padding:1px 3px}pre{padding:12px;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.thread{margin-left:44px;padding-left:12px;border-left:2px solid var(--line)}
.file{padding:8px 12px;margin:8px 0;border:1px solid var(--line);border-radius:8px;display:inline-block}
details{margin-top:24px;color:var(--soft)}summary{cursor:pointer}
"""
