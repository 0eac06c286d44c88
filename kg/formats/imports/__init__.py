"""Foreign data to records: tables, event data and lists of office-holders become JSON Lines.

- `streams`: the rows of a file, plain or packed, with the bytes of each.
- `quotes`: how far a row goes whose quotes are not as they should be.
- `sorting`: lines in order, however many.
- `naming`: ids for what has only a name, and names that may be one.
- `namesakes`: names that may be one, of entities that are not held in memory.
- `reports`: what became of each row, and which names and codes no table knows.
- `attempts`: what a row changes, taken back if the row is refused.
- `gathering`: entities, articles and claims of all rows, folded, in a fixed order.
- `claim_ids`: ids of claims, made of those of their rows.
- `known`: the entities that the project has already.
- `project_names`: by which names they are found.
- `lookups`: tables of names, with the columns that a user's own table has too.
- `codes`: a user's own table of codes.
- `actors`: names of actors to entities.
- `cameo_actors`: coded actors to entities.
- `background`: publishers and places.
- `shapes`: what facts of one code look like in JSON.
- `events`: rows of coded events to claims, by the codes of the ontology.
- `icews`: event data of ICEWS.
- `quoting`: rows found again in the file that they came from.
- `verifying`: whether all rows on which claims rest stand there still.
- `documents`: JSON documents, whose elements are hashed as they stand in the file.
- `offices`: records of who holds a post, serves or belongs, to claims.
- `sources`: the page or publication that a row names.
- `congress`: members of the US Congress, presidents and vice presidents.
- `countries`: countries by name or code, and new ones.
- `popolo_records`: what a Popolo document says of things and memberships.
- `popolo`: politicians, posts and memberships in the Popolo format.
- `ftm_rows`: entities of FollowTheMoney with those that they name.
- `ftm`: entities and ties of FollowTheMoney.
- `gdelt`: event data of GDELT, and its mentions.
- `polecat`: event data of POLECAT.
- `ucdp`: events of organized violence of UCDP.
- `ucdp_sources`: how UCDP writes its sources.
- `tabular`: tables of any sort, by a map that says which column is what.
- `placing`: where the words of an annotation stand in a text.
- `annotated`: annotations of the articles of a project, to claims.
- `webannotation`: Web Annotations, ours and those of Hypothesis and Recogito.
- `annotations`: a sheet of annotations, ours or one that somebody wrote.
- `replacing`: whether an import may be written where a file stands.
- `importing`: what every import of rows has in common.

The tables of names lie in `tables/`, as CSV.
"""
