SELECT cs.id AS case_id, cs.customer_id, cs.division_id, cs.currency, cs.touch_seq, cs.run_id, cs.next_at,
       cs.last_contact_on, sp.script_id AS pin_script_id, c.number, c.name,
       CAST(c.status + 0 AS UNSIGNED) AS status, CAST(c.kind + 0 AS UNSIGNED) AS kind, c.language, c.time_zone, c.country, c.region,
       c.payment_method, c.since_on, c.credit_limit_minor, c.credit_currency,
       COALESCE(CAST(rk.class + 0 AS UNSIGNED), 0) AS risk, CAST(rk.late_permille AS UNSIGNED INTEGER) AS late_permille,
       (SELECT MIN(ca.user_id) FROM customer_assignment ca
         WHERE ca.customer_id = cs.customer_id AND ca.known_to IS NULL
           AND (ca.division_id IS NULL OR ca.division_id = cs.division_id)) AS assignee_id,
       EXISTS (SELECT 1 FROM address ad
                WHERE ad.customer_id = cs.customer_id AND ad.known_to IS NULL AND @address_is_postal) AS has_address
  FROM $1
  JOIN customer c ON c.id = cs.customer_id
  LEFT JOIN strategy_pin sp ON sp.case_id = cs.id AND sp.live = 1
  LEFT JOIN risk rk ON rk.live_id = cs.id
 WHERE $2
 ORDER BY cs.id
