"""Collection: explorers that need no training, labels, and the command that runs them over many apps."""
