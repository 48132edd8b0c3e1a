import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.scripted_model import ScriptedModel

from paios.domain.model import ModelOption
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.drivers.models.finder import PROBES, LoopbackModelFinder, Probe

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("N1")]


@asynccontextmanager
async def finder(*probes: Probe, built_in: Path = Path("/nowhere")) -> AsyncIterator[LoopbackModelFinder]:
    egress = EgressClient(*(Origin.of(probe.origin) for probe in probes))
    try:
        yield LoopbackModelFinder(egress, built_in, probes)
    finally:
        await egress.aclose()


def ollama(server: ScriptedModel) -> Probe:
    return Probe("Ollama", server.port, "/api/tags", "models", "name")


async def test_every_program_that_answers_is_found_with_its_models() -> None:
    with ScriptedModel([], models=["llama3.2", "qwen3:4b"]) as one, ScriptedModel([], models=["phi"]) as two:
        async with finder(ollama(one), Probe("llama.cpp", two.port)) as found:
            assert await found.find() == (
                ModelOption("openai", "llama3.2", one.url, "Ollama, on this machine"),
                ModelOption("openai", "qwen3:4b", one.url, "Ollama, on this machine"),
                ModelOption("openai", "phi", two.url, "llama.cpp, on this machine"),
            )


async def test_a_port_where_nobody_listens_is_passed_over() -> None:
    with ScriptedModel([]) as gone:
        pass
    with ScriptedModel([]) as there:
        async with finder(Probe("vLLM", gone.port), Probe("llama.cpp", there.port)) as found:
            assert [option.note for option in await found.find()] == ["llama.cpp, on this machine"]


async def test_a_port_that_never_answers_is_not_waited_for() -> None:
    with ScriptedModel([]) as there:
        there.listing_delay = 30
        async with finder(Probe("vLLM", there.port), ollama(there)) as found:
            started = time.monotonic()
            assert await found.find() == ()
            assert time.monotonic() - started < there.listing_delay / 2


@pytest.mark.parametrize("listing", ["/v1/chat/completions", "/nothing-here"])
async def test_a_program_that_is_something_else_is_passed_over(listing: str) -> None:
    with ScriptedModel([]) as other:
        async with finder(Probe("vLLM", other.port, listing)) as found:
            assert await found.find() == ()


@pytest.mark.parametrize("probe", [("models", "id"), ("data", "size"), ("object", "id")])
async def test_a_listing_of_another_build_is_passed_over(probe: tuple[str, str]) -> None:
    with ScriptedModel([]) as other:
        async with finder(Probe("vLLM", other.port, "/v1/models", *probe)) as found:
            assert await found.find() == ()


async def test_only_sound_names_are_taken() -> None:
    names = ["good", "", "two\nlines", "x" * 201, "\x1b[31mred"]
    with ScriptedModel([], models=names) as server:
        async with finder(ollama(server)) as found:
            assert [option.name for option in await found.find()] == ["good"]


async def test_the_built_in_model_is_offered_where_its_weights_are(tmp_path: Path) -> None:
    weights = tmp_path / "weights.gguf"
    async with finder(built_in=weights) as found:
        assert await found.find() == ()
        weights.write_bytes(b"GGUF")
        (option,) = await found.find()
    assert (option.kind, option.url) == ("embedded", None)
    assert "cannot reason" in option.name


def test_the_usual_ports_of_the_usual_programs_are_asked() -> None:
    assert {(probe.program, probe.port) for probe in PROBES} == {
        ("Ollama", 11434),
        ("LM Studio", 1234),
        ("llama.cpp", 8080),
        ("vLLM", 8000),
    }
    assert all(Origin.of(probe.origin).host == "127.0.0.1" for probe in PROBES)
