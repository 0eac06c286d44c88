"""Claims made on a page: the project as it is read, tried, and changed; nothing here speaks HTTP.

- `workspace`: one object that joins them: what the page asks.
"""
