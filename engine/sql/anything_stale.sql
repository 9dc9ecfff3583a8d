-- Whether anything was loaded of days up to $1 that no run has looked at.
SELECT EXISTS (SELECT FROM stale_client) OR EXISTS (SELECT FROM stale_partner)
    OR EXISTS (SELECT FROM stale_day WHERE day <= $1)
