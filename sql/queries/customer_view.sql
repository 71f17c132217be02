-- A customer as staff see it. :scope is the user when limited.

-- customer_visible :one [hot] (customer_id u64, scope u64?) → (id u64)
-- No row for a customer without a case in any of the user's divisions.
SELECT c.id
  FROM customer c
 WHERE c.id = :customer_id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = c.id));

-- customer_case_visible :one [hot] (case_id u64, scope u64?)
--     → (id u64, customer_id u64, currency cur, time_zone text)
SELECT s.id, s.customer_id, s.currency, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.id = :case_id
   AND SEES(s.division_id, s.customer_id);

-- customer_item_visible :one [hot] (item_id u64, scope u64?)
--     → (id u64, customer_id u64, case_id u64, currency cur, side text, open_minor i64, status text,
--        number text, time_zone text)
SELECT i.id, i.customer_id, i.case_id, i.currency, i.side, i.open_minor, i.status, i.number,
       v.time_zone
  FROM item i
  JOIN division v ON v.id = i.division_id
 WHERE i.id = :item_id
   AND SEES(i.division_id, i.customer_id);

-- customer_record :one [hot] (customer_id u64)
--     → (id u64, number text, name text, status text, kind text, language text, country text?,
--        region text?, time_zone text?, tax_id text?, terms_days i32?, payment_method text?,
--        credit_limit_minor i64?, credit_currency cur?, since_on day?, version u32, parent_id u64?,
--        parent_number text?, parent_name text?, assignee_id u64?, assignee_name text?)
SELECT c.id, c.number, c.name, c.status, c.kind, c.language, c.country, c.region, c.time_zone,
       c.tax_id, CAST(c.terms_days AS INTEGER) AS terms_days, c.payment_method,
       c.credit_limit_minor, c.credit_currency, c.since_on, c.version, c.parent_id,
       p.number AS parent_number, p.name AS parent_name, u.id AS assignee_id, u.name AS assignee_name
  FROM customer c
  LEFT JOIN customer p ON p.id = c.parent_id
  LEFT JOIN customer_assignment a ON a.id = (
        SELECT MIN(b.id) FROM customer_assignment b WHERE b.customer_id = c.id AND b.known_to IS NULL)
  LEFT JOIN user u ON u.id = a.user_id
 WHERE c.id = :customer_id;

-- customer_tags :many [hot] (customer_id u64) → (tag text, origin text, reason text?, known_from instant)
SELECT tag, origin, reason, known_from
  FROM customer_tag
 WHERE customer_id = :customer_id AND known_to IS NULL
 ORDER BY tag, origin;

-- customer_addresses :many [hot] (customer_id u64)
--     → (kind text, line1 text, line2 text?, postcode text?, city text?, region text?, country text)
SELECT kind, line1, line2, postcode, city, region, country
  FROM address
 WHERE customer_id = :customer_id AND known_to IS NULL
 ORDER BY kind, id;

-- customer_contacts :many [hot] (customer_id u64)
--     → (id u64, name text, email text?, phone text?, language text?, roles text, email_consent bool,
--        suppressed text?)
SELECT k.id, k.name, k.email, k.phone, k.language, COALESCE(k.roles, '') AS roles, k.email_consent,
       (SELECT MIN(s.reason) FROM suppression s WHERE s.email = k.email AND s.known_to IS NULL) AS suppressed
  FROM contact k
 WHERE k.customer_id = :customer_id AND k.active = 1
 ORDER BY k.name, k.id;

-- customer_case_list :many [hot] (customer_id u64, scope u64?)
--     → (id u64, division text, time_zone text, currency cur, strategy text?, strategy_why text?,
--        next_step text?, next_step_on day?, next_step_at instant?, evaluated_at instant?, fault text?)
SELECT s.id, v.code AS division, v.time_zone, s.currency, t.name AS strategy, s.strategy_why, s.next_step,
       s.next_step_on, s.next_step_at, s.evaluated_at, s.fault
  FROM case_state s
  JOIN division v ON v.id = s.division_id
  LEFT JOIN script t ON t.id = s.strategy_id
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 ORDER BY v.code, s.currency;
