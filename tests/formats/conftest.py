"""What pytest leaves alone: programs that the readers' own Python runs, which import what is not installed here."""

collect_ignore = ["outside"]
