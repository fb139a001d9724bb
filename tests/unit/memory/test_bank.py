"""The memory of one session, with a fake compressor."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jamel.memory.bank import NO_MEMORY, MemoryBank
from jamel.testing.fakes import FakeCompressor, fake_context


def filled(steps: int, *, max_items: int = 512, looks: frozenset[int] = frozenset()) -> MemoryBank:
    """A bank that saw ``steps`` steps, and was looked at before the steps in ``looks``."""
    bank = MemoryBank(FakeCompressor(), max_items=max_items)
    for step in range(steps):
        if step in looks:
            bank.view()
        bank.append(step, b"png %d" % step, f"click('{step}')")
    return bank


def test_without_a_compressor_the_view_stays_empty() -> None:
    bank = MemoryBank(None)
    bank.append(0, b"png", "noop()")
    assert bank.view() is NO_MEMORY
    assert NO_MEMORY.latents_ND.shape == (0, 0)
    assert NO_MEMORY.step_indices == ()


def test_before_the_first_step_the_view_is_empty_and_of_the_compressors_width() -> None:
    view = MemoryBank(FakeCompressor(width=8)).view()
    assert view.latents_ND.shape == (0, 8)
    assert view.latents_ND.dtype == np.float32


def test_each_step_is_compressed_once_however_often_memory_is_read() -> None:
    compressor = FakeCompressor()
    bank = MemoryBank(compressor, max_items=2)
    for step in range(5):
        bank.append(step, b"png", f"click('{step}')")
        bank.view()
        bank.view()
    assert compressor.compressed == 5


def test_what_the_compressor_reads_is_told_once_by_the_view_that_needed_it() -> None:
    bank = MemoryBank(FakeCompressor(), raw_steps=1, count_tokens=lambda png, action: len(png) + 10 * len(action))
    told: list[int] = []
    for step, png in enumerate((b"a", b"bc", b"def")):
        bank.append(step, png, "noop()")
        told += [bank.view().compressor_tokens, bank.view().compressor_tokens]
    assert told == [0, 0, 61, 0, 62, 0]  # the newest step is raw, and read by nobody
    bank.append(3, b"g", "noop()")
    bank.begin(fake_context())
    assert bank.view().compressor_tokens == 0


def test_a_second_session_is_shown_its_own_latents_alone() -> None:
    bank = filled(3, looks=frozenset({2}))
    bank.begin(fake_context())
    assert bank.view().step_indices == ()
    bank.append(0, b"png of the second", "reset()")
    expected = FakeCompressor().compress([b"png of the second"], ["reset()"])
    np.testing.assert_array_equal(bank.view().latents_ND, expected[:, 0])


def test_a_bank_of_no_items_remembers_nothing() -> None:
    assert filled(4, max_items=0).view().step_indices == ()


@given(steps=st.integers(0, 12), max_items=st.integers(1, 6), looks=st.frozensets(st.integers(0, 11)))
def test_the_newest_steps_stand_oldest_first_whenever_they_were_compressed(
    steps: int, max_items: int, looks: frozenset[int]
) -> None:
    view = filled(steps, max_items=max_items, looks=looks).view()
    newest = range(max(0, steps - max_items), steps)
    assert view.step_indices == tuple(newest)
    expected = FakeCompressor().compress([b"png %d" % s for s in newest], [f"click('{s}')" for s in newest])
    np.testing.assert_array_equal(view.latents_ND, expected.reshape(-1, 8))
