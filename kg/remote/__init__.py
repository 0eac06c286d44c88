"""Stores elsewhere: a build is pushed to a SPARQL endpoint, and a graph is asked there.

- `http_library`: the library that speaks HTTP.
- `servers`: what is known of servers by their names.
- `credentials`: who one is at an endpoint, from the environment or a keyring.
- `client`: requests, with a deadline, patience and errors that say what the endpoint said.
- `fetching`: a page that somebody names, fetched once.
- `endpoint`: where an endpoint is asked and written to.
- `record`: what an endpoint holds of a project.
- `counting`: the query that counts the rows of another.
- `known_faults`: queries that a server answers wrongly.
- `answers`: what an endpoint answers, and what it has left out.
- `store`: the store at an endpoint, asked like the one beside a build.
- `writing`: graphs written by the Graph Store Protocol or by SPARQL Update.
- `files`: the files of a build as statements.
- `verifying`: whether an endpoint holds what was written to it.
- `parts`: the graphs of a build, each with its statements in batches.
- `push`: a build, written graph by graph.
- `opening`: a graph at an endpoint, with its build beside it or without.
"""
