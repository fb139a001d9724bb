"""Training through verl 0.9.1, unmodified: fine-tuning in ``memory``, verl on machines without a GPU in ``verl_cpu``."""
