"""Many workbooks on Celery and Redis (extra `fleet`): the engine carries work, nothing more.

Correctness stays in the workbook (compare-and-swap, ledger): Redis may lose everything, and the
worst that follows is a run that finds its work done. `due` and `quota` are pure; `store` is what
is kept in Redis, `pace` the shared quota, `carrying` one run; only `engine` and `reconnecting` know
Celery.
"""
