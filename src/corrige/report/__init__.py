"""What instructors read of a graded class: a page, tables, and files for other systems."""

from corrige.report._exporters import ChecksExporter, MoodleExporter
from corrige.report._report import Wanted, class_results, write_report

__all__ = ["ChecksExporter", "MoodleExporter", "Wanted", "class_results", "write_report"]
