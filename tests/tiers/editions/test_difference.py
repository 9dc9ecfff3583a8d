"""What `diff` says of two editions: everything that differs in meaning, and nothing that does not."""

import pytest

from tests.tiers.editions.editions import EDITIONS, changed, edition
from tiers.editions.difference import ChangeKind, EditionChange, difference
from tiers.editions.digest import digest_edition
from tiers.editions.parsing import parse_edition


def differing(stem: str, *changes: tuple[str, str]) -> list[EditionChange]:
    return difference(edition(stem), parse_edition(changed(stem, *changes), "changed.toml"))


@pytest.mark.parametrize("stem", EDITIONS)
def test_an_edition_does_not_differ_from_itself_however_it_is_laid_out(stem: str) -> None:
    again = parse_edition(f"# A remark\n\n{changed(stem)}\n\n# Another one\n", "again.toml")
    assert difference(edition(stem), again) == []


@pytest.mark.parametrize("before", EDITIONS)
def test_editions_that_differ_in_their_digest_differ_in_something_that_is_told(before: str) -> None:
    for after, one in EDITIONS.items():
        told = difference(edition(before), one)
        assert bool(told) == (digest_edition(edition(before)) != digest_edition(one)), after
        back = difference(one, edition(before))
        assert {(one.path, one.before, one.after) for one in told} == {
            (one.path, one.after, one.before) for one in back
        }
        assert len({one.path for one in told}) == len(told)


def test_a_value_is_told_before_and_after() -> None:
    told = differing("agency-2018-05", ('SOLD_MRR = "2100.00"', 'SOLD_MRR = "2100.50"'))
    assert told == [EditionChange("tiers[GOLD].alternatives[1].at_least[SOLD_MRR]", "2100", "2100.5")]
    assert told[0].kind is ChangeKind.CHANGED


def test_a_key_that_is_left_out_is_removed() -> None:
    (told,) = differing("agency-2022", ('carry = { SILVER = "NONE" }', ""))
    assert (told.path, told.kind, told.before) == ("policy.carry[SILVER]", ChangeKind.REMOVED, "NONE")


def test_a_table_that_is_new_is_told_once_with_all_that_it_says() -> None:
    count = 'kind = "count"\nkey = "CLIENTS"\nname = "Clients"\nunit = "COUNT"\nof = "clients"\nover = ["SOLD"]'
    table = f"\n[[metrics]]\n{count}\n"
    (told,) = differing("agency-2018-05", ('\n[[tiers]]\nkey = "SILVER"', f'{table}\n[[tiers]]\nkey = "SILVER"'))
    assert (told.path, told.kind) == ("metrics[CLIENTS]", ChangeKind.ADDED)
    assert (
        told.after
        == "kind = count; key = CLIENTS; name = Clients; unit = COUNT; over = SOLD; of = clients; paying = true"
    )


def test_each_item_of_a_new_list_is_told_apart_from_the_next() -> None:
    catalogue = 'key = "LINES"\nof = "lines"\nmembers = ["CRM", { name = "CMS", valid_until = 2023-04-20 }]'
    table = f"\n[[catalogues]]\n{catalogue}\n"
    (told,) = differing("agency-2018-05", ('\n[[credits]]\nkind = "sold"', f'{table}\n[[credits]]\nkind = "sold"'))
    members = "{ name = CRM }, { valid_until = 2023-04-20; name = CMS }"
    assert told.after == f"key = LINES; of = lines; members = {members}"


def test_a_member_of_a_catalogue_is_told_by_its_name() -> None:
    (told,) = differing("agency-2018-05", ('    "CTA",\n', ""))
    assert (told.path, told.before, told.after) == ("catalogues[APPS].members[CTA]", "name = CTA", None)


def test_another_order_is_told_as_one() -> None:
    (told,) = differing("agency-2018-05", ('    "CRM",\n    "CTA",\n', '    "CTA",\n    "CRM",\n'))
    assert told.path == "catalogues[APPS].members, in order"
    assert told.before is not None
    assert told.after == told.before.replace("CRM, CTA", "CTA, CRM")
