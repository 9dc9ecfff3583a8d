"""What employees did, by day."""

from datetime import date

import strawberry

from api.sql import Row


@strawberry.type(description="What a partner's employees did on one day, in clients where they had access on that day.")
class DailyActivity:
    day: date = strawberry.field(description="The day, in the program's time zone.")
    active_clients: int = strawberry.field(description="In how many clients any of them was active.")
    active_employees: int = strawberry.field(description="How many of them were active.")
    events: int = strawberry.field(description="How many events there were, logins included.")

    @classmethod
    def from_row(cls, row: Row) -> "DailyActivity":
        return cls(
            day=row["day"],
            active_clients=row["active_clients"],
            active_employees=row["active_employees"],
            events=row["events"],
        )
