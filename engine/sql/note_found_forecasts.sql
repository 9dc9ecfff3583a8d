-- Notes that job $1 has foreseen what will be of $2 partners, up to the row $3.
UPDATE forecast_task SET done = $2, last_partner = $3 WHERE job_id = $1
