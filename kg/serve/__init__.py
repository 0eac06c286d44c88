"""The graph over HTTP and for assistants: SPARQL, pages, an API of the verbs, reconciliation, MCP (`dramatis[serve]`).

A server process speaks HTTP and decides nothing about the graph: worker processes hold a build and answer.

- `exchange`: what was asked, and what is answered, between the server and its workers.
- `dossiers`: what is known of each entity at a glance: side, posts, facts, names.
- `reconcile`: the reconciliation service: which request is answered by what, and its manifest.
- `reconcile_candidates`: which entities a name may stand for, with scores, and when only one can be meant.
- `reconcile_properties`: the properties of entities that clients compare and fetch.
- `reconcile_suggest`: what begins as somebody types: entities, types, properties.
- `reconcile_preview`: a small page that shows an entity inside the page of a client.
- `assistant`: a server of the Model Context Protocol, over stdio or HTTP.
- `assistant_tools`: the tools of an assistant, and the answer to a call of one.
- `assistant_answers`: the tools about facts: lists, explanations, what joins two entities, paths, order of time.
- `assistant_find`: the tool that finds entities, topics and facts by words.
- `assistant_query`: the tool that asks in SPARQL.
- `assistant_facts`: a fact as an assistant gets it: who says so, and what stands against it.
- `assistant_parts`: the part of a list that an answer has, and what is said of the rest.
- `assistant_text`: the answer to a tool call as a short text.
"""
