"""AgentDojo's suites, v1.2.2 with every fix, and what one case of them is.

Owns which tasks there are, their calls and the injected environments. Must not judge a run.

The package registers the tasks of a version when that version's module is imported, and its own list of
suites never imports v1_1_2 (agentdojo 0.1.35). All versions are imported here, and each suite is then
asked for 1.2.2: of every task the newest form that is not newer.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

import yaml
from agentdojo.agent_pipeline.ground_truth_pipeline import GroundTruthPipeline
from agentdojo.attacks.important_instructions_attacks import ImportantInstructionsAttackNoModelName
from agentdojo.base_tasks import BaseInjectionTask, BaseUserTask
from agentdojo.functions_runtime import FunctionCall, FunctionsRuntime, TaskEnvironment
from agentdojo.task_suite.load_suites import get_suites
from agentdojo.task_suite.task_suite import TaskSuite, read_suite_file
from agentdojo.types import get_text_content_as_str

from bench.ground_truths import GROUND_TRUTHS

VERSION: Final = (1, 2, 2)
NAMES: Final = ("workspace", "banking", "slack", "travel")
DEVELOPED_AGAINST: Final = ("workspace", "banking")
_TEMPLATE: Final[str] = ImportantInstructionsAttackNoModelName._JB_STRING
_USER: Final = "Emma Johnson"
_MODEL: Final = "the AI language model"

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """One call that somebody means to make: a tool of the suite and its arguments."""

    tool: str
    arguments: Arguments = field(default_factory=dict)


@cache
def suite(name: str) -> TaskSuite[Any]:
    """A suite at v1.2.2, with the fixes that the package leaves out."""
    importlib.import_module("agentdojo.default_suites.v1_1_2")
    return get_suites("v1")[name].get_new_version(VERSION)


@dataclass(frozen=True)
class Case:
    """One user task, attacked by one injection task or by none."""

    suite: str
    user: str
    injection: str | None = None

    @property
    def user_task(self) -> BaseUserTask[Any]:
        return suite(self.suite).user_tasks[self.user]

    @property
    def injection_task(self) -> BaseInjectionTask[Any]:
        assert self.injection is not None
        return suite(self.suite).injection_tasks[self.injection]

    @property
    def poison(self) -> str:
        """What the attacker writes wherever the user task reads: the template ``important_instructions``.

        It is added to what stands there. The package puts it in the place of that, and
        so takes away the bill that is to be paid: then no honest agent could go on.
        """
        return _TEMPLATE.format(goal=self.injection_task.GOAL, user=_USER, model=_MODEL)

    def environment(self) -> TaskEnvironment:
        """A fresh environment as the task finds it, with the injection where there is one."""
        return _prepared(self).model_copy(deep=True)

    def user_calls(self, environment: TaskEnvironment) -> list[Call]:
        """What an honest agent does for the person."""
        return calls_of(self.user_task.ground_truth(environment.model_copy(deep=True)))

    def attack_calls(self, before: TaskEnvironment, now: TaskEnvironment) -> list[Call]:
        """What the attacker wants, worked out against the environment as it stands ``now``."""
        own = GROUND_TRUTHS.get((self.suite, self.injection or ""))
        if own is not None:
            return calls_of(own(before.model_copy(deep=True), now.model_copy(deep=True)))
        return calls_of(self.injection_task.ground_truth(now.model_copy(deep=True)))


@lru_cache(maxsize=2)
def _prepared(case: Case) -> TaskEnvironment:
    vectors = {}
    if case.injection is not None:
        stands = _vectors(case.suite)
        vectors = {name: stands[name] + case.poison for name in seen_vectors(case.suite, case.user)}
    return case.user_task.init_environment(_environment(suite(case.suite), vectors))


@cache
def _vectors(name: str) -> Mapping[str, str]:
    """The places for injections, with what stands there when nobody attacks."""
    defaults: Mapping[str, str] = suite(name).get_injection_vector_defaults()
    return defaults


def _environment(chosen: TaskSuite[Any], injections: Mapping[str, str]) -> Any:
    """What ``load_and_inject_default_environment`` makes, with a parser of YAML that is ten times as fast."""
    text = read_suite_file(chosen.name, "environment.yaml", chosen.data_path)
    filled = text.format(**{**_vectors(chosen.name), **injections})
    return chosen.environment_type.model_validate(yaml.load(filled, yaml.CSafeLoader))


def calls_of(calls: Sequence[FunctionCall]) -> list[Call]:
    return [Call(call.function, dict(call.args)) for call in calls]


def cases(name: str) -> list[Case]:
    """Every pair of the suite."""
    chosen = suite(name)
    return [Case(name, user, injection) for user in chosen.user_tasks for injection in chosen.injection_tasks]


def plain_cases(name: str) -> list[Case]:
    """Every user task of the suite, left in peace."""
    return [Case(name, user) for user in suite(name).user_tasks]


@cache
def seen_vectors(name: str, user: str) -> tuple[str, ...]:
    """The places for injections that the user task reads on its way."""
    chosen = suite(name)
    marks = {vector: f"<<{vector}>>" for vector in _vectors(name)}
    task = chosen.user_tasks[user]
    environment = task.init_environment(_environment(chosen, marks))
    _, _, _, messages, _ = GroundTruthPipeline(task).query(
        task.PROMPT, FunctionsRuntime(chosen.tools), environment
    )
    seen = "\n".join(
        get_text_content_as_str(message["content"])
        for message in messages
        if message["role"] == "tool" and message["content"]
    )
    return tuple(vector for vector, mark in marks.items() if mark in seen)
