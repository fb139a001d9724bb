"""Evaluation: sessions of several agents on the same apps, and what they add up to."""
