"""The account and its claims in formats that other programs read: a function for each format.

- `writing`: what a format is, and how an export is written, as text, to a file or as a folder.
- `rdf_files`: N-Quads, Turtle, TriG, JSON-LD, and one file with ontology, shapes and account, for Protégé and pySHACL.
- `ftm`: entities and ties of FollowTheMoney.
- `ftm_schema`: what FollowTheMoney's own library says of its schemata.
- `tools`: annotation tools, INCEpTION, brat and Label Studio, both ways.
- `imports`: foreign data to records.
- `jsonl`: the records as JSON Lines.
- `ties`: the network that the next four write, with side, country, direction and time.
- `graphml`: GraphML, in which a symmetric tie has no direction.
- `gexf`: GEXF, with the days of each tie.
- `cytoscape`: the JSON of Cytoscape.
- `network_tables`: networks as CSV.
- `tables`: the graph as six tables, which the next two write.
- `table_rows`: the rows of one thing in them.
- `parquet`: the tables as Parquet.
- `parquet_network`: the network of a build in parts, read from its tables.
- `parquet_reading`: a row of them back to its record.
- `build_folder`: a build on Spark where it lies, and rows of its tables.
- `around`: what of a huge build is around one actor.
- `neo4j`: the tables as CSV for Neo4j's import.
- `sheet`: a line a fact, for whoever works in a spreadsheet; CSV or XLSX.
- `nanopub`: a nanopublication for each claim.
- `crate`: a whole project as an RO-Crate.
- `crate_metadata`: what such a crate says of its files.
- `crate_reading`: a crate and its metadata, read without trust.
- `crate_check`: checks a crate, a folder or a zip file, and the project in it.
- `spans`: the spans of claims as others count them, for the next two.
- `annotations`: a row a piece of evidence, as CSV.
- `webannotation`: a W3C Web Annotation for each claim.
"""

from __future__ import annotations

from kg.formats.annotations import to_annotations
from kg.formats.crate import need_place, write_crate
from kg.formats.cytoscape import to_cytoscape
from kg.formats.ftm import to_ftm
from kg.formats.gexf import to_gexf
from kg.formats.graphml import to_graphml
from kg.formats.jsonl import to_jsonl
from kg.formats.nanopub import to_nanopub
from kg.formats.neo4j import FILES as NEO4J_FILES
from kg.formats.neo4j import to_neo4j
from kg.formats.network_tables import to_csv, to_two_mode_csv
from kg.formats.parquet import FILES as PARQUET_FILES
from kg.formats.parquet import to_parquet
from kg.formats.rdf_files import to_bundle, to_jsonld, to_nquads, to_trig, to_turtle
from kg.formats.sheet import to_sheet, to_xlsx
from kg.formats.tools.exports import to_brat, to_inception, to_inception_project, to_label_studio
from kg.formats.webannotation import to_webannotation
from kg.formats.writing import Format

FORMATS: dict[str, Format] = {
    "annotations": Format(to_annotations, ("offsets", "keep", "spreadsheet")),
    "brat": Format(to_brat, ("inside",), carries_texts=True, worked_on=".ann"),
    "bundle": Format(to_bundle),
    "crate": Format(write_crate, ("published", "page"), need_place=need_place),
    "csv": Format(to_csv, ("spreadsheet", "everything")),
    "cytoscape": Format(to_cytoscape, ("everything",)),
    "ftm": Format(to_ftm),
    "gexf": Format(to_gexf, ("everything",)),
    "graphml": Format(to_graphml, ("everything",)),
    "inception": Format(to_inception, ("inside",), by_suffix={".zip": to_inception_project}, carries_texts=True),
    "jsonl": Format(to_jsonl),
    "jsonld": Format(to_jsonld),
    "label-studio": Format(to_label_studio, ("inside",), carries_texts=True),
    "nanopub": Format(to_nanopub),
    "neo4j": Format(to_neo4j, ("everything",), NEO4J_FILES),
    "nquads": Format(to_nquads, ("measures",)),
    "parquet": Format(to_parquet, ("everything",), PARQUET_FILES),
    "sheet": Format(to_sheet, by_suffix={".xlsx": to_xlsx}),
    "trig": Format(to_trig),
    "turtle": Format(to_turtle),
    "two-mode-csv": Format(to_two_mode_csv, ("spreadsheet", "everything")),
    "webannotation": Format(to_webannotation, ("offsets", "keep")),
}
