"""The handover brief on one page, and the calendar of a handover."""
