"""Read GraphML by igraph: `pagerank.py FILE [PROGRAM]` prints whether it is directed, and each node's PageRank.

The program, run in the file's folder, makes the graph `g` of it instead.
"""

import json
import os
import runpy
import sys
from pathlib import Path

import igraph

if sys.argv[2:]:
    os.chdir(Path(sys.argv[1]).parent)
    graph = runpy.run_path(sys.argv[2])["g"]
else:
    graph = igraph.Graph.Read_GraphML(sys.argv[1])
scores = dict(zip(graph.vs["id"], graph.pagerank(weights="weight"), strict=True))
sys.stdout.write(json.dumps({"directed": graph.is_directed(), "scores": scores}))
