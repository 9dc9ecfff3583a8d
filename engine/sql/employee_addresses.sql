-- Each employee's address as it was loaded, and the forms by which it is compared.
SELECT e.external_id, e.email, e.email_domain, a.address
FROM employee e
JOIN actor a ON a.id = e.actor_id
ORDER BY e.external_id COLLATE "C"
