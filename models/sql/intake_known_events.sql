-- Takes the events out of the staging table that were loaded before: they are no news. That none of the others is known
-- must not be a condition of the statement that adds them, or the planner would expect next to nothing of it.
DELETE FROM intake_activity AS staged
USING seen_event
WHERE seen_event.external_id = staged.id COLLATE "C"
