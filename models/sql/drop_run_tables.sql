DROP TABLE IF EXISTS gathered_{run}, new_standing_{run}, changed_credit_{run}, gone_credit_{run}, new_decision_{run}
