-- What is collected by itself has a payment from the moment it is charged, of no more than was
-- told; paid is what its payment says.
SELECT c.id
  FROM payment_charge c
  LEFT JOIN payment_intent p ON p.id = c.intent_id
 WHERE (c.state IN ('charging', 'paid', 'declined') AND p.id IS NULL)
    OR (c.state = 'paid' AND p.state <> 'succeeded')
    OR p.amount_minor > c.minor
    OR (c.state = 'planned' AND c.outbox_id IS NULL);
