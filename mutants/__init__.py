"""The check of the check: defects planted in copies of law files, and the share that `guiju law check` finds."""
