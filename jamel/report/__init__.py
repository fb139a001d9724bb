"""Reports for people: one self-contained HTML page an evaluation, and plain-text comparisons."""
