"""The page on which claims are made: the only part that writes, and only for whoever has the token that it printed.

- `app`: the application: the page, its scripts, and the JSON behind the token.
- `routes`: which request asks what of the workspace.
- `bodies`: what a request holds: strict JSON, field by field.
- `one_thread`: the thread in which all of it is done, one piece of work after another.
"""
