"""What a partner's employees did, day by day."""

from datetime import date

import strawberry

from api.reading.declared import OF_PARENT, column, stored
from api.reading.sql import Sql


@stored(scope=OF_PARENT)
@strawberry.type(description="What a partner's employees did on one day, in clients where they had access on that day.")
class DailyActivity:
    day: date = column("The day, in the program's time zone.")
    active_clients: int = column("In how many clients any of them was active.")
    active_employees: int = column("How many of them were active.")
    events: int = column("How many events there were, logins included.")


def activity_within(first_day: date, last_day: date) -> Sql:
    """The rows of a partner, `parent`.

    Two employees of one e-mail address, or two accesses that overlap, make an event no second one."""
    return Sql(
        "(WITH active AS (SELECT DISTINCT a.id, a.day, a.client_id, a.events, e.id AS employee_id"
        " FROM employee e JOIN access x ON x.employee_id = e.id"
        " JOIN daily_activity a ON a.client_id = x.client_id AND a.actor_id = e.actor_id"
        " AND a.day >= x.granted_on AND a.day < coalesce(least(x.revoked_on, e.left_on), 'infinity')"
        " WHERE e.partner_id = parent.id AND a.day BETWEEN {}::date AND {}::date),"
        " numbered AS (SELECT *, row_number() OVER (PARTITION BY id ORDER BY employee_id) AS place FROM active)"
        " SELECT day, count(DISTINCT client_id) AS active_clients, count(DISTINCT employee_id) AS active_employees,"
        " sum(events) FILTER (WHERE place = 1) AS events FROM numbered GROUP BY day)",
        (first_day, last_day),
    )
