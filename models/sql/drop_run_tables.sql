DROP TABLE IF EXISTS gathered_{run}, new_standing_{run}, changed_credit_{run}, gone_credit_{run}, new_decision_{run},
    answered_client_{run}, answered_partner_{run}, touched_client_{run}, touched_partner_{run}, kept_credit_{run}
