-- Settings of the transaction that it begins: no statement takes longer than $1 milliseconds, 0 for any length, waiting
-- ends nothing, and plans are made for the values at hand.
SELECT set_config('statement_timeout', $1, true),
       set_config('idle_in_transaction_session_timeout', '0', true),
       set_config('plan_cache_mode', 'force_custom_plan', true)
