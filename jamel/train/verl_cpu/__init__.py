"""verl 0.9.1 on machines without an accelerator: a CPU platform, cures for three defects. Unused on CUDA.

Importing ``install`` is what installs it; ``jamel.train.launch`` names it to verl.
"""
