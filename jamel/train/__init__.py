"""Training through unmodified verl 0.9.1: fine-tuning in ``memory``, machines without a GPU in ``verl_cpu``."""
