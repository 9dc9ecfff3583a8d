-- Notes what job $1 has to foresee in program $2 after the day $3.
INSERT INTO forecast_task (job_id, program, day, rests_on, version, marks, partners, many, done, last_partner)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)
