"""The partner to look at first: newly GOLD, with clients of every credit status."""

from examples.sample.archetypes import Archetype, Care, Level
from examples.sample.desk import Desk, Draft
from examples.sample.moments import REPORTS, DaysBack, InMonth
from examples.sample.plans import Client, Mrr, Partner

SHOWCASE = Archetype(1, Level(1_200, 5_300), Level(2_450, 7_000), (4, 4), (0, 1, 0, 0, 0, 0), care=Care.OUTSIDER)
"""The showcase as a partner with a freelancer; the clients that bring it to these levels are listed one by one."""

# Months back of a sale, and MRR in dollars: the sales of any twelve months come to SILVER, from 1,300 to 1,800, ...
_SALES = (
    (2, 250), (4, 300), (8, 400), (9, 250), (11, 200), (13, 300), (15, 250), (17, 300), (19, 300), (21, 300),
)  # fmt: skip
# ... until this client grows from 350 to 1,250 in the newest two reports.
_GROWN = Mrr(125_000, 35_000, 2, 6)
_OLDER = (1_200, 800, 800, 750, 500, 400, 400, 250)


def showcase_clients(desk: Desk, partner: Partner) -> list[Client]:
    """The clients of the showcase partner."""

    def steady(back: int, dollars: int) -> Mrr:
        return Mrr(dollars * 100, dollars * 100, REPORTS, back)

    def draft(back: int, mrr: Mrr, care: Care, gone: int = 0, *, is_sold: bool = True) -> Draft:
        return Draft(InMonth(back, 8), partner.id if is_sold else None, mrr, care, desk.rng.randint(3, 7), gone=gone)

    kept, dollars = Care.KEPT, 400
    drafts = [draft(back, steady(back, dollars), kept) for back, dollars in _SALES]
    drafts.append(draft(6, _GROWN, kept))
    drafts += [
        draft(30 + place, steady(30 + place, dollars), kept, is_sold=place % 2 == 0)
        for place, dollars in enumerate(_OLDER)
    ]
    drafts += [
        draft(27, steady(27, dollars), Care.LEFT, 45),
        draft(28, steady(28, dollars), Care.NO_ACCESS),
        draft(29, steady(29, dollars), Care.OUTSIDER),
        draft(31, steady(31, dollars), Care.FORGOTTEN, 97),
        draft(33, Mrr(None, dollars * 100, 4, 33), kept),
        Draft(DaysBack(9), partner.id, steady(-1, dollars), kept, 3),
        Draft(DaysBack(16), None, steady(-1, dollars), kept, 4),
    ]
    return [desk.client(each, partner) for each in drafts]
