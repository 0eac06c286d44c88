"""Suggestions for an article, from its words: names, days, speakers and known facts.

- `language`: the words of a language, read from its file.
- `folding`: a text without what spellings differ in, and where each unit of it stood.
- `names`: mentions of known entities by their names.
- `references`: mentions by surnames and short forms.
- `unknown_names`: names that no entity has.
- `days`: times that a text names, resolved against its day of publication.
- `spans`: what stands in a text in order, found by place.
- `quotations`: what stands between quotation marks.
- `subjects`: who stands before or behind a verb of speech.
- `speakers`: who says what a sentence tells.
- `type_words`: words that hint at a fact type, and who fills its roles.
- `known_facts`: facts of other articles that a sentence may be about.
- `proposals`: claims proposed sentence by sentence.
- `yaml_claims`: proposals as they are written into a file.
- `suggesting`: suggestions for one article, written into its file.
- `telling`: what was suggested, as rows and as lines.
- `scoring`: how well suggestions find what people annotated.
"""
