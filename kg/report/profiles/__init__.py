"""Who an entity is, on one screen.

- `profile`: who an entity is, on one screen.
- `profile_parts`: what a profile is made of.
- `profile_words`: a profile in words.
- `participations`: how an entity stands in facts.
- `tallies`: facts counted by act, source and period.
"""
