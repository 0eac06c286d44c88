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
- `safety`: who may ask.
- `connections`: deadlines of connections, and how many there are.
- `metrics`: what the server counts, and what it logs.
- `app`: from a request to the worker that answers it, and back.
- `server`: an address, its application, and a clean stop.
"""
