"""What an export for an annotation tool holds: names of files and their contents; the articles' texts are in them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.base.disk import WriteError
from kg.base.errors import warn
from kg.base.hints import counted
from kg.formats.tools import brat, brat_settings, inception, label_studio
from kg.formats.tools.label_studio_settings import config_xml
from kg.formats.tools.outgoing import layered_articles

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

WORDS = "it holds the articles' texts, which are their publishers': see that they do not get where they must not"


def to_brat(graph: Snapshot) -> dict[str, str]:
    """Write a folder of brat: `.txt` and `.ann` for each article, and the files that set brat up."""
    files = {
        "annotation.conf": brat_settings.annotation_conf(graph.ontology),
        "tools.conf": brat_settings.tools_conf(graph.project.base),
        "visual.conf": brat_settings.visual_conf(graph.ontology),
    }
    unseen = 0
    for its in layered_articles(graph):
        files[f"{its.name}.txt"] = its.text
        files[f"{its.name}.ann"] = brat.to_brat(its, graph.records.entities)
        unseen += len(its.claims) - len(brat.shown(its))
    if unseen:
        what = f"{counted(unseen, 'claim')} left out: brat cannot show spans of line breaks alone"
        warn(what)
    return files


def to_label_studio(graph: Snapshot) -> dict[str, str]:
    """Write the labelling interface for Label Studio, and the articles as tasks."""
    articles = enumerate(layered_articles(graph), start=1)
    tasks = [label_studio.to_task(its, graph.records.entities, number) for number, its in articles]
    return {
        "config.xml": config_xml(graph.ontology, label_studio.AREAS),
        "tasks.json": json.dumps(tasks, ensure_ascii=False, indent=1) + "\n",
    }


def to_inception(graph: Snapshot) -> dict[str, str]:
    """Write an XMI file for each article, and their type system."""
    return inception.files_of(layered_articles(graph))


def to_inception_project(graph: Snapshot) -> bytes:
    """Write the archive of a project of INCEpTION."""
    articles = layered_articles(graph)
    return inception.project_archive(graph.project.title, articles, graph.ontology, graph.records.entities)


def need_outside(root: Path, path: Path) -> None:
    """Make sure that the articles' texts are not written into a project, nor into the repository in which it lies.

    Raises
    ------
    WriteError
        If they would be.

    >>> need_outside(Path("a"), Path("a/out"))
    Traceback (most recent call last):
    kg.base.disk.WriteError: `a/out` lies inside the repository, and would hold the articles' texts
      hint: name a folder outside, or say `--inside`
    """
    home = Path(os.path.realpath(root))
    repository = next((each for each in (home, *home.parents) if (each / ".git").exists()), home)
    if Path(os.path.realpath(path)).is_relative_to(repository):
        what = f"`{path}` lies inside the repository, and would hold the articles' texts"
        raise WriteError(what, "name a folder outside, or say `--inside`")


def need_unchanged(path: Path, contents: Mapping[str, str]) -> None:
    """Make sure that nothing is lost of what people annotated in a folder since it was written.

    Parameters
    ----------
    path
        Of the folder, which need not be there.
    contents
        Names of the files in which they annotate, with what is to be written.

    Raises
    ------
    WriteError
        If one stands there and holds anything else.
    """
    for name, text in contents.items():
        there = path / name
        if there.is_file() and there.read_bytes() != text.encode():
            what = f"`{there}` is kept: somebody may have gone on with it"
            raise WriteError(what, "take it back with `kg import`, then name another folder, or take this one away")
