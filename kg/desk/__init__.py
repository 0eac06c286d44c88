"""The annotator's desk: from an article to checked claims, and from names to who is meant."""
