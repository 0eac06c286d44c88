"""The graph over HTTP and for assistants: SPARQL, pages, an API of the verbs, reconciliation, MCP (`dramatis[serve]`).

A server process speaks HTTP and decides nothing about the graph: worker processes hold a build and answer.

- `exchange`: what was asked, and what is answered, between the server and its workers.
- `negotiation`: which of several representations is sent, by the Accept header.
- `pages`: pages for people, and each thing at its own address.
"""
