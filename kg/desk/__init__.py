"""The annotator's desk: from an article to checked claims, and from names to who is meant.

- `articles`: adds an article: its text kept, its head found or missing.
- `suggestions`: suggests claims from an article's words.
- `models`: suggests claims by a model.
- `identity`: judges who is who, and lists what may be one.
- `annotating`: claims made on a page.
- `agreements`: compares two annotations of one article, and makes a third.
"""
