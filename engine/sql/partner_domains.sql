-- Each partner's domains as they were loaded, and the forms by which they are compared.
SELECT external_id, domains, domain_keys FROM partner ORDER BY external_id COLLATE "C"
