"""What is known of servers by the name that they give themselves: where they are written to, and what they change.

What is not in this table is taken for a server that follows the standards, whose answers are counted after it, since
nothing tells that it never cuts them.

Source: SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendation 2013. Measured: Oxigraph 0.5, Virtuoso 7.2.5.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from kg.rdf.canonical import EXACT, Coercions


class Server(Struct, frozen=True, kw_only=True):
    """What is known of a sort of server.

    Attributes
    ----------
    name
        How the `Server` line of its answers begins.
    query, graphs, update
        How the paths end by which it is asked, and written to by the Graph Store Protocol and by SPARQL Update.
    has_default_graph
        Whether what lies in no named graph is a graph apart. Where the default graph is all graphs together, the
        account lies in a named graph, and every query says so.
    finds_graphs
        Where the account is a named graph: whether `GRAPH ?g` still finds every graph, though a default graph alone
        is given. By the standard it finds none, and all must be named; so they must for `GRAPH <…>` of any server.
    says_cut
        The line of an answer's head by which it tells that rows may be left out.
    never_cuts
        Whether it gives all rows, however many.
    coercions
        What it makes of literals.
    has_faults
        Whether there are queries that it answers wrongly (`kg.remote.known_faults`).
    """

    name: str = ""
    query: str = ""
    graphs: str = ""
    update: str = ""
    has_default_graph: bool = True
    finds_graphs: bool = False
    says_cut: tuple[str, ...] = ()
    never_cuts: bool = False
    coercions: Coercions = EXACT
    has_faults: bool = False


KNOWN = (
    Server(name="Oxigraph", query="/query", graphs="/store", update="/update", never_cuts=True),
    Server(
        name="Virtuoso",
        query="/sparql",
        graphs="/sparql-graph-crud-auth",
        update="/sparql-auth",
        has_default_graph=False,
        finds_graphs=True,
        says_cut=("X-SPARQL-MaxRows", "X-SPARQL-Anytime"),
        coercions=Coercions(numbers_are_one=True, decimals=15),
        has_faults=True,
    ),
)
UNKNOWN = Server()


def server_of(told: str) -> Server:
    """Find a server by what it calls itself.

    >>> server_of("Virtuoso/07.20.3229 (Linux) x86_64").update, server_of("nginx").update
    ('/sparql-auth', '')
    """
    return next((server for server in KNOWN if told.startswith(server.name)), UNKNOWN)


def beside(query: str, server: Server, path: str) -> str:
    """Give the address at which a known server does something else than to answer queries; empty if it is not known.

    >>> beside("http://127.0.0.1:7878/query", KNOWN[0], "/store")
    'http://127.0.0.1:7878/store'
    >>> beside("https://e.org/db/sparql", KNOWN[1], KNOWN[1].update)
    'https://e.org/db/sparql-auth'
    """
    parts = urlsplit(query)
    if not path or not parts.path.endswith((server.query, f"{server.query}-auth")):
        return ""
    root = parts.path.removesuffix("-auth").removesuffix(server.query)
    return urlunsplit((parts.scheme, parts.netloc, root + path, "", ""))
