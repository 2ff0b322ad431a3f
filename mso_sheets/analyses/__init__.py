"""One file an analysis: docstring, `READS`, `analyse(tables, context) -> Result`; found by walking.

`READS` names the tables it needs, the required ones first: `READS = ("actions",)`; optional tables
stand in `ALSO_READS`. Modules without `analyse` (such as `context`) are no analyses.
"""
