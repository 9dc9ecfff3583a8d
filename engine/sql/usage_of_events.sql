-- The apps of one actor in usage window {i} of gather.sql. Where the window without its first few days shows the use of as
-- many apps, none drops out for so many days: between as many as the number in the column's name and twice that, a different
-- number for each client, so that they do not all end on the same day.
bit_or(apps) FILTER (WHERE day >= {start}) & {bits} AS apps_{i},
bit_or(apps) FILTER (WHERE day - ({start} + 2) >= client_id & 1) & {bits} AS apps_{i}_2,
bit_or(apps) FILTER (WHERE day - ({start} + 4) >= client_id & 3) & {bits} AS apps_{i}_4,
bit_or(apps) FILTER (WHERE day - ({start} + 8) >= client_id & 7) & {bits} AS apps_{i}_8,
bit_or(apps) FILTER (WHERE day - ({start} + 16) >= client_id & 15) & {bits} AS apps_{i}_16,
bit_or(apps) FILTER (WHERE day - ({start} + 32) >= client_id & 31) & {bits} AS apps_{i}_32,
bit_or(apps) FILTER (WHERE day - ({start} + 64) >= client_id & 63) & {bits} AS apps_{i}_64
