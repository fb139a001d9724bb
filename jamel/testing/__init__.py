"""Stand-ins that ship with the package: fakes for the seams, and tiny models of the real architectures."""
