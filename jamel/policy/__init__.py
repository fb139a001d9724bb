"""The policy: its prompt, its replies, the joint model of Qwen2.5-VL and aligner, and how it decides."""
