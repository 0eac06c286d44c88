"""The command line `kg`.

- `entry`: starts the command line, before all is imported.
- `networks`: what verbs on a network share.
- `storing`: measures that are kept in the build.
- `ranking`: ranks with what becomes of them without sources.
- `chance`: ranks and groups beside what chance alone would give.
- `main`: runs the verb that was typed; errors to messages and exit codes.
- `options`: the options that verbs share.
- `in_parts`: verbs that measure a build that Spark has made, here or there.
- `on_spark`: what `--on spark` means, and what must be there for it.
- `terminal`: lines, tables and JSON on stdout and stderr.
- `choosing`: the options by which verbs choose a network.
- `table`: the verbs as a table for HTTP, and their answers.
- `worker`: what a worker of `kg serve` runs.
- `paths`: paths between two actors as they are printed: the shortest, or those in time.
- `progress`: how far long work has come.
- `new_project`: `kg init`, from the files in `starter/`.
- `demo`: `make demo`, which prints questions and answers.
- `verbs`: the verbs, each parse, one call, print.
"""
