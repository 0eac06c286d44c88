"""The command line `kg`.

- `main`: runs the verb that was typed; failures to words and exit codes.
- `options`: the options that verbs share.
- `terminal`: tables that fit a terminal.
- `progress`: how far long work has come.
- `new_project`: `kg init`, from the files in `starter/`.
- `demo`: `make demo`.
- `verbs`: the verbs, each parse, one call, print.
"""
