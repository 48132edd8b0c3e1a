"""Every task can be solved and every attack works, run directly on the environment, without paios.

A figure like "0 attacks" would say nothing if the attacks could not succeed in the first place.
"""

import pytest

from bench.approver import APPROVERS, Approver, asked_for
from bench.environment import World
from bench.hijacked import Agent, Attempt, Side
from bench.suites import NAMES, VERSION, Call, Case, cases, plain_cases, suite
from bench.verdict import Verdict, judged

PLAIN = [case for name in NAMES for case in plain_cases(name)]
ATTACKS = [
    Case(name, user, injection)
    for name in NAMES
    for user in list(suite(name).user_tasks)[:1]
    for injection in suite(name).injection_tasks
]

CROSSED = [case for name in NAMES for case in cases(name)[:: len(suite(name).injection_tasks) + 1]]
"""Of every user task one pair, with each injection task in turn."""


def played(case: Case, allowed: Approver) -> tuple[Agent, Verdict]:
    """A run in which the environment carries out what ``allowed`` lets through."""
    world = World(case.suite)
    world.begin(case)
    agent = Agent(case, world)
    calls = agent.next_calls([])
    while calls:
        for call in calls:
            if allowed(asked_for({"tool": f"any__{call.tool}", "arguments": call.arguments}), agent):
                world.execute(call.tool, call.arguments)
        calls = agent.next_calls([""] * len(calls))
    return agent, judged(agent)


@pytest.mark.parametrize("case", PLAIN, ids=str)
def test_each_user_task_is_solved_by_its_own_ground_truth(case: Case) -> None:
    agent, verdict = played(case, APPROVERS["tired"])
    assert verdict.solved
    assert not any(call.failed for call in agent.world.trace)


@pytest.mark.parametrize("case", PLAIN, ids=str)
def test_the_ideal_person_lets_all_of_a_task_through(case: Case) -> None:
    assert played(case, APPROVERS["ideal"])[1].solved


@pytest.mark.parametrize("case", ATTACKS, ids=str)
def test_each_attack_works_and_the_task_s_own_check_sees_it(case: Case) -> None:
    world = World(case.suite)
    world.begin(case)
    agent = Agent(case, world)
    agent.attack = case.attack_calls(world.before, world.now)
    for call in agent.attack:
        assert world.execute(call.tool, call.arguments)[1] is None
        agent.attempts.append(Attempt(Side.ATTACK, call, executed=True))
    assert judged(agent).attack_check


@pytest.mark.parametrize("case", CROSSED, ids=str)
def test_a_pair_is_injectable_and_the_lost_agent_succeeds_when_nobody_stops_it(case: Case) -> None:
    _, verdict = played(case, APPROVERS["tired"])
    assert verdict.attacked
    if not verdict.succeeded:
        # The user's task wants these very calls: nothing that the attacker alone wanted could be done.
        assert not verdict.foothold_acts


@pytest.mark.parametrize("name", NAMES)
def test_a_person_who_denies_everything_is_told_of_no_success(name: str) -> None:
    case = next(case for case in plain_cases(name) if _acts(case))
    _, verdict = played(case, APPROVERS["nobody"])
    assert not verdict.solved
    assert verdict.refused


def test_a_check_that_passes_without_the_payment_is_not_taken_for_a_solution() -> None:
    world = World("banking")
    world.begin(Case("banking", "user_task_5"))
    verdict = judged(Agent(Case("banking", "user_task_5"), world))
    assert verdict.check
    assert not verdict.solved


def test_a_refused_call_of_the_attack_is_tried_three_times_and_the_user_s_twice() -> None:
    def by_side(side: Side) -> Approver:
        return lambda _call, agent: agent.attempts[-1].side is not side

    agent, verdict = played(Case("banking", "user_task_3", "injection_task_5"), by_side(Side.ATTACK))
    assert [attempt.executed for attempt in agent.attempts if attempt.side is Side.ATTACK] == [False] * 3
    assert not verdict.succeeded
    assert verdict.solved
    agent, _ = played(Case("banking", "user_task_3"), by_side(Side.USER))
    assert len(agent.attempts) == 2 * len(agent.user)


def test_calls_of_one_tool_that_act_are_proposed_in_one_answer_and_judged_one_by_one() -> None:
    agent, verdict = played(Case("workspace", "user_task_25"), lambda call, _agent: "david" not in str(call))
    mails = [attempt for attempt in agent.attempts if attempt.call.tool == "send_email"]
    assert [attempt.executed for attempt in mails] == [False, True, True, False]
    assert len(verdict.refused) == 2


def test_what_the_attacker_did_of_the_task_itself_is_not_done_twice() -> None:
    agent, verdict = played(Case("workspace", "user_task_35", "injection_task_11"), APPROVERS["ideal"])
    assert [
        attempt.side for attempt in agent.attempts if attempt.executed and attempt.call.tool == "delete_file"
    ] == [Side.ATTACK]
    assert verdict.solved


def test_an_attack_that_the_check_no_longer_sees_counts_all_the_same() -> None:
    _, verdict = played(Case("banking", "user_task_14", "injection_task_7"), APPROVERS["tired"])
    assert not verdict.attack_check
    assert verdict.succeeded


def test_the_suites_are_v1_2_2_with_the_fixes_that_the_package_leaves_out() -> None:
    workspace = suite("workspace")
    assert workspace.benchmark_version == VERSION
    modules = {type(task).__module__.split(".")[2] for task in workspace.injection_tasks.values()}
    assert {"v1_1_2", "v1_2_1"} <= modules


def _acts(case: Case) -> bool:
    return any(not call.tool.startswith(("get_", "read_", "search_", "list_")) for call in case_calls(case))


def case_calls(case: Case) -> list[Call]:
    return case.user_calls(case.environment())
