-- A day up to which a client's apps of usage window {i} stay the same, null when there are none.
CASE coalesce(bit_or(apps_{i}), 0)
    WHEN 0 THEN NULL
    WHEN bit_or(apps_{i}_64) THEN $1 + 64 + (client_id & 63)::int
    WHEN bit_or(apps_{i}_32) THEN $1 + 32 + (client_id & 31)::int
    WHEN bit_or(apps_{i}_16) THEN $1 + 16 + (client_id & 15)::int
    WHEN bit_or(apps_{i}_8) THEN $1 + 8 + (client_id & 7)::int
    WHEN bit_or(apps_{i}_4) THEN $1 + 4 + (client_id & 3)::int
    WHEN bit_or(apps_{i}_2) THEN $1 + 2 + (client_id & 1)::int
    ELSE $1
END
