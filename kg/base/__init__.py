"""What every other package is built on: errors with their place, IRIs, the project's folder, files on a disk.

- `errors`: every deliberate failure: what is wrong, where, and what to do about it.
- `findings`: a fault whose place is not known yet, and its conversion to one that is placed.
- `hints`: parts of messages: a value as it is shown, a number of things, which known name was probably meant.
- `listings`: lists that show their first rows, as text and in a notebook; and tables in HTML.
- `installing`: how a library is installed that only some verbs and files need.
- `iris`: short ids as people write them, IRIs as RDF needs them; the one list of namespaces.
- `addresses`: which texts are addresses, and which of them the names of things may start with.
- `letters`: where a letter ends, as readers see it, and what is not seen but needed.
- `likeness`: names that are alike, and how well each fits.
- `passages`: passages of a text that are like given words, and how well each fits.
- `settings`: `kg.toml`, read with the place of whatever is wrong in it.
- `project`: a project folder, with what its settings say.
- `disk`: files opened if they are plain, hashed, synced, written whole or not at all; why a file cannot be read.
- `leftovers`: temporary files, and the sweeping of those that a killed process has left.
- `replacing`: a file or a folder gets its name in one step.
- `folders`: folders of files that belong together, written whole or not at all.
- `uris`: folders and files named by a path or by a URI.
- `file_names`: which names of files are UTF-8, how others are shown, which links lead in a circle.
- `components`: what leads to what, in order, also where ways go in circles.
- `gc_pause`: pauses Python's cyclic garbage collector.
"""
