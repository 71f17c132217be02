-- What a payment in the portal comes to is its lines, of which credits pay a part.
SELECT p.id
  FROM payment_intent p
  LEFT JOIN (SELECT intent_id, SUM(minor) AS minor FROM payment_intent_line GROUP BY intent_id) l ON l.intent_id = p.id
  LEFT JOIN (SELECT intent_id, SUM(minor) AS minor FROM payment_intent_credit GROUP BY intent_id) c ON c.intent_id = p.id
 WHERE COALESCE(l.minor, 0) <> p.amount_minor + p.credit_minor OR COALESCE(c.minor, 0) <> p.credit_minor;
