"""People and units as a workbook, out and in: every change is shown before anything is written."""
