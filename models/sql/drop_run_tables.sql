DROP TABLE IF EXISTS gathered_{run}, new_standing_{run}, changed_credit_{run}, gone_credit_{run}, new_decision_{run},
    claimed_stale_client_{run}, claimed_stale_partner_{run}, touched_client_{run}, touched_partner_{run}, carried_totals_{run}
