"""The schedule: job files -> runs in subprocesses, at each workbook's local time, until SIGTERM."""
