"""The ladder: thresholds that their metrics can have, and tiers that ascend."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tiers.editions.decimals import rounded_down
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.derived import Gates, Points
from tiers.editions.policy import NO_TIER
from tiers.editions.problems import Place

_TOLD = 3  # names in a problem; who mends those sees the others


def check_ladder(edition: Edition, root: Place) -> None:
    """Notes thresholds that are none, and tiers that take no more than the one below."""
    for tier in edition.tiers:
        if tier.key == NO_TIER:
            root.at(tier.place).key("key").note(f"{NO_TIER} stands for no tier: call this one something else")
        for index, gates in enumerate(tier.alternatives):
            _check_gates(edition, gates, root.at(gates.place))
            if gates in tier.alternatives[:index]:
                root.at(gates.place).note("says what an alternative before it says: take one of them out")
    for metric in edition.metrics:
        for term in metric.terms if isinstance(metric, Points) else ():
            if term.requires is not None:
                _check_gates(edition, term.requires, root.at(term.requires.place))
    for lower, higher in pairwise(edition.tiers):
        _check_step(edition, lower.key, lower.alternatives, higher.alternatives, root.at(higher.place))
    _check_factors(edition, root)


def _check_gates(edition: Edition, gates: Gates, at: Place) -> None:
    if not gates.at_least and not gates.above:
        at.note("must have at least one gate in at_least or above, or be left out")
    for key, found in gates.at_least.items():
        here = at.key("at_least").key(key)
        if found <= 0:
            here.note("must be above 0, as a threshold of 0 is no gate: leave it out")
        else:
            _check_threshold(edition, key, found, here)
        if key in gates.above:
            at.key("above").key(key).note("is in at_least too: keep one of the two")
    for key, found in gates.above.items():
        _check_threshold(edition, key, found, at.key("above").key(key))


def _check_threshold(edition: Edition, key: str, found: Fraction, at: Place) -> None:
    metric = edition.metric_by_key.get(key)
    if metric is None:
        return
    if (found * edition.scale(metric.unit)).denominator != 1 and metric.unit is Unit.MONEY:
        at.note(f"has more decimals than an amount in {edition.currency}: leave out those too many")
    if metric.unit is Unit.FLAG and found != (1 if ".at_least." in at.path else 0):
        at.note("must be at_least 1 (or above 0), as a flag is 0 or 1")
    if metric.unit is Unit.RATIO and found > 100:  # noqa: PLR2004 - ten thousand per cent
        at.note("is more than 100 times: write a ratio as a part of 1, such as 0.25 for 25 %")


def _check_step(edition: Edition, below: str, lower: tuple[Gates, ...], higher: tuple[Gates, ...], at: Place) -> None:
    here = at.key("alternatives")
    if not higher:
        here.note(f"is missing: without gates everybody reaches it, and {below} below it never is the highest")
    elif set(map(_frozen, lower)) == set(map(_frozen, higher)):
        here.note(f"the ladder must ascend: it takes nothing more than {below} below it")
    elif len(lower) == len(higher) == 1:
        for kind in ("at_least", "above"):
            least, more = getattr(lower[0], kind), getattr(higher[0], kind)
            for key, low in least.items():
                if key in edition.metric_by_key and more.get(key, 0) < low and key not in _others(higher[0], kind):
                    here.item(0).key(kind).key(key).note(
                        f"the ladder must ascend: it is {rounded_down(more.get(key, Fraction(0)))}, and"
                        f" {rounded_down(low)} in {below}"
                        " below it"
                    )


def _others(gates: Gates, kind: str) -> dict[str, Fraction]:
    return dict(gates.above if kind == "at_least" else gates.at_least)


def _frozen(gates: Gates) -> tuple[frozenset[tuple[str, Fraction]], frozenset[tuple[str, Fraction]]]:
    return frozenset(gates.at_least.items()), frozenset(gates.above.items())


def _check_factors(edition: Edition, root: Place) -> None:
    """Notes thresholds for which a country could have two factors."""
    for first, second in combinations(edition.threshold_factors, 2):
        shared = sorted(set(first.metrics) & set(second.metrics))
        lists = [edition.catalogue_by_key.get(one.countries) for one in (first, second)]
        if not shared or lists[0] is None or lists[1] is None:
            continue
        both = [
            one.name
            for one in lists[0].members
            if any(one.name == other.name and one.overlaps(other) for other in lists[1].members)
        ]
        if both:
            root.at(second.place).note(
                f"gives {_shortened(both)} a second factor for {', '.join(shared)}: let one of the two be"
            )


def _shortened(names: Sequence[str]) -> str:
    """Some names in one line, and how many more there are."""
    told = ", ".join(names[:_TOLD])
    return f"{told} and {len(names) - _TOLD} more" if len(names) > _TOLD else told
