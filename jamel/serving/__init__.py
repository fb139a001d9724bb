"""One copy of a model for many sessions: what a process has loaded, and how workers ask a process that has."""
