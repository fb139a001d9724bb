"""verl 0.9.1 on machines without an accelerator: a CPU platform and cures for three defects. Nothing of it runs on CUDA.

Importing ``install`` is what installs it; ``jamel.train.launch`` names it to verl.
"""
