-- Gives every staged address an actor. One statement for all types and in the order of the addresses, as every load
-- does it, so that loads at the same time wait for each other and never in a circle. {staged} are the addresses.
INSERT INTO actor (address)
SELECT address FROM ({staged}) AS staged (address)
WHERE NOT EXISTS (SELECT FROM actor WHERE actor.address = staged.address)
ORDER BY address COLLATE "C"
ON CONFLICT (address) DO NOTHING
