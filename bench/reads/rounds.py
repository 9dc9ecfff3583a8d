"""Rounds in which the contestants take turns, so that what else the machine does hits all of them alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.reads.comparing import Prepared
from bench.reads.loads import Generator, Load
from bench.reads.serving import Running
from bench.reads.workloads import Workload
from bench.report import say


@dataclass(frozen=True)
class Course:
    """A workload and what each contestant, by name, is asked of it."""

    workload: Workload
    prepared: dict[str, Prepared]


Loads = dict[tuple[str, str], list[Load]]  # by the names of workload and contestant, one for each round


@dataclass(frozen=True)
class Figures:
    """The medians of all rounds; `least` and `most` are the rates of the slowest and of the fastest."""

    typical: Load
    least: float
    most: float

    @classmethod
    def of(cls, loads: Sequence[Load]) -> "Figures":
        typical = Load(**{name: median(getattr(load, name) for load in loads) for name in Load.__annotations__})
        rates = [load.rate for load in loads]
        return cls(typical, min(rates), max(rates))


def measure(
    generator: Generator, contestants: Sequence[Running], courses: Sequence[Course], rounds: int, seconds: float
) -> Loads:
    """Courses of one query are run in turn too: what they are compared by is measured at one time."""
    loads: Loads = {}
    for query in dict.fromkeys(course.workload.query for course in courses):
        say(f"reads: {query}, warming up")
        own = [(one, course) for one in contestants for course in courses if course.workload.query is query]
        rates = [_warm_up(generator, one, course, seconds / 2) for one, course in own]
        for number in range(rounds):
            say(f"reads: {query}, round {number + 1} of {rounds}")
            turn = number % len(own)
            for place in [*range(turn, len(own)), *range(turn)]:
                one, course = own[place]
                name = one.contestant.name
                load = generator.run(one, course.prepared[name], generator.amount(rates[place], seconds))
                rates[place] = load.rate
                loads.setdefault((course.workload.name, name), []).append(load)
    return loads


def _warm_up(generator: Generator, running: Running, course: Course, seconds: float) -> float:
    """The rate of answers after about so many seconds."""
    prepared = course.prepared[running.contestant.name]
    first = generator.run(running, prepared, generator.amount(0, seconds))
    return generator.run(running, prepared, generator.amount(first.rate, seconds)).rate


def typical_ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """The median of the ratios, round by round."""
    return median(one / other for one, other in zip(of, to, strict=True))
