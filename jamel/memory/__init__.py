"""Memory: the frozen compressor, its cache, and the bank that a session fills."""
