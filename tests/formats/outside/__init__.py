"""Programs that the readers' own Python runs (`make readers`): each prints JSON."""
