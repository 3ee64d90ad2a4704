"""Make the README the first page of the documentation, so that it is written once."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add README.md as index.md; its links into docs/ become links beside it."""
    readme = Path(config.config_file_path).with_name("README.md").read_text(encoding="utf-8")
    page = readme.replace("](docs/", "](")
    files.append(File.generated(config, "index.md", content=page))
    return files
