"""The graph over HTTP and for assistants: SPARQL, an API of the verbs, pages (extra `serve`).

A server process speaks HTTP and holds no graph. Worker processes each hold one build; they answer one request at a
time, and can be ended.

- `exchange`: what was asked, and what is answered, between the server and its workers.
- `negotiation`: which form of an answer a client wants most.
- `refusals`: what is wrong, told as the client reads it.
- `pages`: pages for people, and each thing at its own address.
- `sparql`: the SPARQL protocol, for queries alone.
- `queries`: the named queries.
- `verbs`: what a verb of the command line is for HTTP, and OpenAPI's description of all of them.
- `worker`: a process that holds a build and answers.
- `process`: the server's side of one worker, and the limits at which it is ended.
- `workers`: a pool of them.
- `builds`: which build is served, and how a new one takes its place.
- `bodies`: the body of a request, read whole and in time.
- `safety`: who may ask.
- `connections`: deadlines of connections, and how many there are.
- `metrics`: what the server counts, and what it logs.
- `guard`: what happens to every request and answer: refusals, headers, log, counts.
- `app`: from a request to the worker that answers it, and back.
- `server`: an address, its application, and a clean stop.
- `annotate`: the page on which claims are made (`kg annotate`).
- `dossiers`: what is known of each entity at a glance: side, posts, facts, names.
- `reconcile`: the reconciliation service: which request is answered by what, and its manifest.
- `reconcile_candidates`: which entities a name may stand for, with scores, and when only one can be meant.
- `reconcile_properties`: the properties of entities that clients compare and fetch.
- `reconcile_suggest`: what begins as somebody types: entities, types, properties.
- `reconcile_preview`: a small page that shows an entity inside the page of a client.
- `assistant`: a server of the Model Context Protocol, over stdio or HTTP.
- `assistant_over_http`: the same at `/mcp`, where workers answer.
- `assistant_tools`: the tools of an assistant, and the answer to a call of one.
- `assistant_answers`: the tools about facts: lists, explanations, what joins two entities, paths, order of time.
- `assistant_find`: the tool that finds entities, topics and facts by words.
- `assistant_query`: the tool that asks in SPARQL.
- `assistant_facts`: a fact as an assistant gets it: who says so, and what stands against it.
- `assistant_parts`: the part of a list that an answer has, and what is said of the rest.
- `assistant_text`: the answer to a tool call as a short text.
"""
