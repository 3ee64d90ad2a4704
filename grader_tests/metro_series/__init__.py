"""Checks of the assignment `metro_series`, one module an exercise."""
