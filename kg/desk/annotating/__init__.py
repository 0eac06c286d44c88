"""Claims made on a page: the project as it is read, tried, and changed; nothing here speaks HTTP.

- `states`: lists the articles of a project with how far each has come.
"""
