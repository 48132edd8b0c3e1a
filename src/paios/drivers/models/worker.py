"""A process of its own for native code: one set of weights, loaded once, asked over a pipe (D5).

Started by ``process.py`` as a plain script with nothing in its environment, so
it must not import paios. A line of JSON comes in on standard input, a line
goes out on standard output; the end of the input is the end of the process::

    worker.py embed WEIGHTS TOKENIZER   {"texts": […]} → {"vectors": [base64 of little-endian float32, …]}
    worker.py chat  WEIGHTS THREADS     {"messages": …, "schema": …, "max_tokens": …}
                                        → {"text": …, "input_tokens": …, "output_tokens": …}

What goes wrong with one question is answered as ``{"error": …}``.
"""

import base64
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

Ask = Callable[[dict[str, Any]], dict[str, Any]]

TOKENS = 256
"""Longest text that is embedded, in tokens: what MiniLM was trained for."""

GROUP = 8
"""Texts run at once; more makes the process larger and nothing faster."""

CONTEXT = 4096
"""Room for a dialogue with the language model, in tokens."""


def embedder(weights: str, tokenizer_file: str) -> Ask:
    """all-MiniLM-L6-v2: the mean of the token vectors, made a unit vector."""
    import numpy as np
    import onnxruntime  # type: ignore[import-untyped]  # it has none
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.enable_truncation(TOKENS)
    tokenizer.enable_padding()

    def vectors(texts: list[str]) -> Iterable[bytes]:
        encoded = tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, inputs)[0]
        weight = mask[:, :, None].astype(np.float32)
        means = (states * weight).sum(axis=1) / weight.sum(axis=1)
        units = means / np.linalg.norm(means, axis=1, keepdims=True)
        return (unit.astype("<f4").tobytes() for unit in units)

    def ask(question: dict[str, Any]) -> dict[str, Any]:
        texts = question["texts"]
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # a group is as slow as its longest
        found = dict[int, bytes]()
        for start in range(0, len(order), GROUP):
            group = order[start : start + GROUP]
            found.update(zip(group, vectors([texts[at] for at in group]), strict=True))
        return {"vectors": [base64.b64encode(found[at]).decode("ascii") for at in range(len(texts))]}

    return ask


def chatter(weights: str, threads: str) -> Ask:
    """A small language model, only ever under a JSON schema, at temperature 0."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.warmup = False
    params.cache_ram_mib = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(threads)
    params.api_keys = [secrets.token_urlsafe(32)]
    with tempfile.TemporaryDirectory(prefix="paios-") as folder:
        # The library listens somewhere whether one wants it or not: on a socket with a
        # random key in a folder of our own, which is gone before the first question.
        params.hostnames = [os.path.join(folder, "model.sock")]  # noqa: PTH118 - it wants text
        server = xllamacpp.Server(params)

    def ask(question: dict[str, Any]) -> dict[str, Any]:
        answer = server.handle_chat_completions(
            {
                "messages": question["messages"],
                "max_tokens": question["max_tokens"],
                "temperature": 0,
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "strict": True, "schema": question["schema"]},
                },
            }
        )
        if "choices" not in answer:
            return {"error": str(answer.get("message", "no answer"))}
        usage = answer.get("usage", {})
        return {
            "text": answer["choices"][0]["message"]["content"],
            "input_tokens": usage.get("prompt_tokens", 0),
            "output_tokens": usage.get("completion_tokens", 0),
        }

    return ask


def main() -> None:
    mode, *rest = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever else prints must not look like an answer
    ask = {"embed": embedder, "chat": chatter}[mode](*rest)
    for line in sys.stdin.buffer:
        try:
            answer = ask(json.loads(line))
        except Exception as error:  # noqa: BLE001 - the other side decides what a failure means
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
