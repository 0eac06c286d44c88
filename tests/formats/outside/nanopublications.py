"""Check each nanopublication of a TriG file by the library's own rules: prints, for each, its graphs' sizes."""

import json
import sys
import warnings

from nanopub import Nanopub, NanopubConf
from rdflib import RDF, ConjunctiveGraph, Dataset, URIRef

warnings.simplefilter("ignore")  # rdflib calls old what the library uses
NP = "http://www.nanopub.org/nschema#"
data = Dataset()
data.parse(sys.argv[1], format="trig")
found = {}
named = {}
for me, _, _, head in data.quads((None, RDF.type, URIRef(f"{NP}Nanopublication"), None)):
    its = {
        str(p).removeprefix(NP): URIRef(str(o)) for _, p, o in data.graph(URIRef(str(head))).triples((me, None, None))
    }
    whole = ConjunctiveGraph()
    for graph in (URIRef(str(head)), its["hasAssertion"], its["hasProvenance"], its["hasPublicationInfo"]):
        named[str(graph)] = 1
        for triple in data.graph(graph):
            whole.get_context(graph).add(triple)
    publication = Nanopub(rdf=whole, conf=NanopubConf())  # stamps no time unless told to
    assert publication.is_valid
    found[str(me)] = {name: len(getattr(publication, name)) for name in ("head", "assertion", "provenance", "pubinfo")}
others = {str(its.identifier) for its in data.graphs() if len(its)} - named.keys()
sys.stdout.write(json.dumps({"valid": found, "other graphs": sorted(others)}))
