"""Names within an edition: each given once, and meaning what it is used for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiers.grammar.catalogues import Sort
from tiers.grammar.edition import Edition
from tiers.grammar.metrics.common import Factor, Metric
from tiers.grammar.metrics.credited import Median, OverClients, Share, Sum
from tiers.grammar.metrics.derived import Coverage, Gates, Points, Ratio
from tiers.grammar.metrics.facts import Measured, People
from tiers.grammar.problems import Place


@dataclass(frozen=True, slots=True)
class Names:
    """The keys that a file gives, also of tables in which something else is wrong, so that these are told once."""

    catalogues: frozenset[str]
    credits: frozenset[str]
    metrics: frozenset[str]
    tiers: frozenset[str]


def names_in(file: Mapping[str, Any]) -> Names:
    """The keys that a file's content gives to its tables."""
    return Names(*(frozenset(_keys(file.get(section))) for section in ("catalogues", "credits", "metrics", "tiers")))


def _keys(tables: object) -> Iterable[str]:
    for table in tables if isinstance(tables, list) else []:
        if isinstance(table, dict) and isinstance(table.get("key"), str):
            yield table["key"]


def check_names(edition: Edition, names: Names, root: Place) -> None:
    """Notes keys that are given twice, names that nothing has, and catalogues of something else."""
    for tables in (edition.catalogues, edition.credits, edition.metrics, edition.tiers):
        _check_once(tables, root)
    users = _Users(edition, names, root)
    for way in edition.credits:
        if way.lines is not None:
            users.catalogue(way.lines, Sort.LINES, root.at(way.place).key("lines"))
    for metric in edition.metrics:
        users.metric(metric, root.at(metric.place))
    for factor in edition.threshold_factors:
        at = root.at(factor.place)
        users.catalogue(factor.countries, Sort.COUNTRIES, at.key("countries"))
        users.all_known(factor.metrics, names.metrics, "metric", at.key("metrics"))
    for tier in edition.tiers:
        for gates in tier.alternatives:
            users.gates(gates, root.at(gates.place))


def _check_once(tables: Sequence[Any], root: Place) -> None:
    seen: set[str] = set()
    for table in tables:
        if table.key in seen:
            root.at(table.place).key("key").note(f'"{table.key}" is given already: call this one something else')
        seen.add(table.key)


@dataclass(frozen=True, slots=True)
class _Users:
    """Whatever uses names: what is unknown is noted where it is used."""

    edition: Edition
    names: Names
    root: Place

    def known(self, name: str, names: frozenset[str], what: str, at: Place) -> None:
        if name not in names:
            use = f"use {', '.join(sorted(names))}" if names else "the file has none"
            at.note(f'"{name}" is no {what} of this file: {use}')

    def all_known(self, used: Sequence[str], names: frozenset[str], what: str, at: Place) -> None:
        for index, name in enumerate(used):
            self.known(name, names, what, at.item(index))

    def catalogue(self, name: str, sort: Sort, at: Place) -> None:
        self.known(name, self.names.catalogues, "catalogue", at)
        found = self.edition.catalogue_by_key.get(name)
        if found is not None and found.of is not sort:
            at.note(f'"{name}" is a catalogue of {found.of}: use one of {sort}')

    def gates(self, gates: Gates, at: Place) -> None:
        for key in ("at_least", "above"):
            for name in getattr(gates, key):
                self.known(name, self.names.metrics, "metric", at.key(key).key(name))

    def metric(self, metric: Metric, at: Place) -> None:
        if isinstance(metric, OverClients | Measured):
            self.all_known(metric.over, self.names.credits, "credit", at.key("over"))
        if isinstance(metric, Sum):
            self.factors(metric.factors)
        if isinstance(metric, Share):
            self.all_known(metric.part, self.names.credits, "credit", at.key("part"))
        if isinstance(metric, Median) and metric.apps is not None:
            self.catalogue(metric.apps, Sort.APPS, at.key("apps"))
        if isinstance(metric, People):
            for index, name in enumerate(metric.holding):
                self.catalogue(name, Sort.CREDENTIALS, at.key("holding").item(index))
        if isinstance(metric, Ratio):
            self.known(metric.numerator, self.names.metrics, "metric", at.key("numerator"))
            self.known(metric.denominator, self.names.metrics, "metric", at.key("denominator"))
        if isinstance(metric, Coverage):
            for area in metric.areas:
                self.known(area.used, self.names.metrics, "metric", self.root.at(area.place).key("used"))
                self.known(area.needs, self.names.metrics, "metric", self.root.at(area.place).key("needs"))
        if isinstance(metric, Points):
            self._points(metric)

    def factors(self, factors: Sequence[Factor]) -> None:
        for factor in factors:
            self.catalogue(factor.countries, Sort.COUNTRIES, self.root.at(factor.place).key("countries"))

    def _points(self, metric: Points) -> None:
        for term in metric.terms:
            at = self.root.at(term.place)
            if term.credits is not None:
                self.known(term.credits, self.names.credits, "credit", at.key("credits"))
            if term.metric is not None:
                self.known(term.metric, self.names.metrics, "metric", at.key("metric"))
            self.factors(term.factors)
            if term.requires is not None:
                self.gates(term.requires, self.root.at(term.requires.place))
