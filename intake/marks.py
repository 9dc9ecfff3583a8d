"""What loads note for the next run: statements for the `marks` of a record type."""


def mark_clients(found: str) -> str:
    """Has the clients looked at again whose `client_id` is found."""
    return f"INSERT INTO stale_client (client_id) {found}"


def mark_partners(found: str, *, with_clients: bool = False) -> str:
    """Has the partners looked at again whose `partner_id` is found, and all of their clients if it is said."""
    return (
        "INSERT INTO stale_partner (partner_id, with_clients)"
        f" SELECT DISTINCT partner_id, {with_clients} FROM ({found}) AS found"
    )
