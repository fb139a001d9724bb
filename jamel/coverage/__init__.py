"""Coverage: from V8's payload to the novelty of a step. Knows no browser and no reward rule."""
