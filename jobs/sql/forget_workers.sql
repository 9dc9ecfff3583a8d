-- Forgets the workers that died without a word, a day after they were last there.
DELETE FROM worker WHERE lease_until < clock_timestamp() - interval '1 day'
