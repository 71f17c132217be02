-- Billing and shipping addresses; one that is replaced gets known_to.

-- address_of_customers :many (ids json)
--     → (id u64, customer_id u64, kind text, line1 text, line2 text?, postcode text?, city text?,
--        region text?, country text, known_from instant)
SELECT STRAIGHT_JOIN a.id, a.customer_id, a.kind, a.line1, a.line2, a.postcode, a.city, a.region,
       a.country, a.known_from
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN address a FORCE INDEX (address_customer) ON a.customer_id = k.id AND a.known_to IS NULL
 ORDER BY a.customer_id, a.id;

-- address_insert :bulk (id u64, customer_id u64, kind text, line1 text, line2 text?,
--     postcode text?, city text?, region text?, country text, known_from instant)
INSERT INTO address (id, customer_id, kind, line1, line2, postcode, city, region, country, known_from)
VALUES (:id, :customer_id, :kind, :line1, :line2, :postcode, :city, :region, :country, :known_from);

-- address_close :bulk (known_to instant, id u64)
UPDATE address
   SET known_to = :known_to
 WHERE id = :id;
