"""Periods and working days: three kinds of period, and the calendar the State Council publishes."""
