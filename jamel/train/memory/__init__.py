"""Supervised fine-tuning of policy and aligner: rows, verl dataset, launcher.

``prepare_sft_dataset.py`` is run by path, so no module here may share its name with one that it imports.
"""
