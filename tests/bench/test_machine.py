"""How the machine that was measured is told."""

from __future__ import annotations

from tests.bench.machine import in_file_names


def test_a_processor_is_named_in_files_as_it_is_called() -> None:
    assert in_file_names("Intel(R) Xeon(R) Processor, 2 cores") == "intel-xeon-processor-2-cores"
    assert in_file_names("AMD EPYC, 2 cores") == "amd-epyc-2-cores"
