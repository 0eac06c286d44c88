"""A report's references to facts and claims: written by `kg cite`, and compared with the graph by `kg verify`.

- `citing`: facts and claims as citations, of which others are made.
- `footnotes`: citations as Markdown.
- `bibliography`: citations as CSL-JSON and BibTeX.
- `references`: links to facts and claims that say how these stood.
- `marks`: words by which a writer says how what is cited stands.
- `markdown_text`: what is text in a Markdown document, and where.
- `markdown_inline`: the same inside a paragraph.
- `quotations`: words in quotation marks, and whether a text has them.
- `cited_sentences`: the sentences of a report that cite something.
- `cited_things`: what references are of, and how it stands.
- `moved_things`: whether it stands otherwise than its reference says.
- `sentence_checks`: marks that a sentence lacks, and one side cited as several.
- `quotation_checks`: quotations that no cited text has.
- `finding_kinds`: the kinds of what is found in a report.
- `verified`: what was found in a report.
- `verifying`: a report compared with the graph.
"""
