"""`tierline editions`: what is in force, what is drafted, and how one becomes the other."""

import typer

from ops.editions.changes import draft_edition, publish_edition, withdraw_edition
from ops.editions.views import check_edition, diff_editions, list_editions, show_edition

app = typer.Typer(no_args_is_help=True)
app.command("list")(list_editions)
app.command("show")(show_edition)
app.command("check")(check_edition)
app.command("draft")(draft_edition)
app.command("diff")(diff_editions)
app.command("publish")(publish_edition)
app.command("withdraw")(withdraw_edition)
