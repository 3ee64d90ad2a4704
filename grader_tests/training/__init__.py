"""Checks of the assignment `training`, one module an exercise."""
