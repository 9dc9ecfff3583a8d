-- Takes out what clients paid by reports by which a partner may not see it: all lines but those of the report that the newest
-- computed day rests on, and those of the clients $3 in the reports of the months $1, revisions $2, by which they count for it.
DELETE FROM pg_temp.mrr_line
WHERE (period, revision, client_id) NOT IN (SELECT * FROM unnest($1::date[], $2::integer[], $3::bigint[]))
  AND (period, revision) NOT IN (
      SELECT period, revision FROM newest_day JOIN mrr_report ON mrr_report.id = newest_day.report_id
  )
