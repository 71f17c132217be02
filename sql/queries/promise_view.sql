-- Promises as the page of them shows them. Views: 0 what wants a person (broken with
-- something still open, and due), 1 due, 2 broken or partly kept, 3 open, 4 kept, 5 all.
-- :scope is the user when limited; :today is the company's.

-- promise_page :many [hot] (view u32, scope u64?, today day, customer_id u64?, assignee_id u64?,
--     division text?, currency cur?, q text?, id u64?, after_ord i64, after_id u64, take u32)
--     → (id u64, ord i64, customer_id u64, customer_number text, customer_name text, case_id u64,
--        division text, currency cur, amount_minor i64, kept_minor i64, made_on day, promised_on day,
--        judged_on day, channel text, note text?, state text, settled bool, by_name text?,
--        plan_id u64?, plan_no i64, plan_n i64, replaces_id u64?, cancel_reason text?,
--        items_n i64, item_numbers text?, assignee_id u64?, assignee_name text?)
-- Broken first, then due, then to come, then over; broken and over: newest first.
SELECT t.id, COALESCE(t.ord, 0) AS ord, t.customer_id, c.number AS customer_number, c.name AS customer_name, t.case_id,
       v.code AS division, t.currency, t.amount_minor, t.kept_minor, t.made_on, t.promised_on, t.judged_on,
       t.channel, t.note, t.state, t.settled <> 0 AS settled,
       CASE t.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(t.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(t.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = t.actor_id AND p.id = CAST(SUBSTRING(t.actor_id, 8) AS UNSIGNED)))
       END AS by_name,
       t.plan_id,
       COALESCE((SELECT COUNT(*) FROM promise o WHERE o.plan_id = t.plan_id
            AND (o.promised_on < t.promised_on OR o.promised_on = t.promised_on AND o.id <= t.id)), 0) AS plan_no,
       COALESCE((SELECT COUNT(*) FROM promise o WHERE o.plan_id = t.plan_id), 0) AS plan_n,
       t.replaces_id, t.cancel_reason,
       COALESCE((SELECT COUNT(*) FROM promise_item pi WHERE pi.promise_id = t.id), 0) AS items_n,
       (SELECT GROUP_CONCAT(i.number ORDER BY n.due_on, n.id SEPARATOR ', ' LIMIT 3)
          FROM promise_item pi
          JOIN instalment n ON n.id = pi.instalment_id
          JOIN item i ON i.id = n.item_id
         WHERE pi.promise_id = t.id) AS item_numbers,
       w.id AS assignee_id, w.name AS assignee_name
  FROM (SELECT x.*,
               CASE WHEN x.rank_n IN (0, 3, 4) THEN x.rank_n * 10000000 + 5000000 - TO_DAYS(x.promised_on)
                    ELSE x.rank_n * 10000000 + TO_DAYS(x.promised_on) END AS ord
          FROM (SELECT y.*,
                       CASE WHEN y.state IN ('broken', 'partly') AND NOT y.settled THEN 0
                            WHEN y.state = 'open' AND y.promised_on <= :today THEN 1
                            WHEN y.state = 'open' THEN 2
                            WHEN y.state = 'cancelled' THEN 4
                            ELSE 3 END AS rank_n
                  FROM (SELECT p.*, s.currency, s.division_id, ps.state, ps.kept_minor,
                               (EXISTS (SELECT 1 FROM promise_item pi WHERE pi.promise_id = p.id)
                                AND NOT EXISTS (SELECT 1 FROM promise_item pi
                                                  JOIN instalment n ON n.id = pi.instalment_id AND n.is_open = 1
                                                 WHERE pi.promise_id = p.id))
                               OR EXISTS (SELECT 1 FROM promise r WHERE r.case_id = p.case_id AND r.known_to IS NULL
                                             AND r.made_on > p.promised_on AND r.judged_on >= :today) AS settled
                          FROM promise_state ps
                          JOIN promise p ON p.id = ps.promise_id
                          JOIN case_state s ON s.id = p.case_id
                         WHERE (:view = 5
                                OR :view = 0 AND ps.state IN ('broken', 'partly', 'open')
                                OR :view = 1 AND ps.state = 'open' AND p.promised_on <= :today
                                OR :view = 2 AND ps.state IN ('broken', 'partly')
                                OR :view = 3 AND ps.state = 'open'
                                OR :view = 4 AND ps.state = 'kept')
                           AND (:id IS NULL OR p.id = :id)
                           AND (:customer_id IS NULL OR p.customer_id = :customer_id)
                           AND (:currency IS NULL OR s.currency = :currency)
                           AND (:assignee_id IS NULL OR EXISTS (
                                SELECT 1 FROM customer_assignment a
                                 WHERE a.customer_id = p.customer_id AND a.user_id = :assignee_id AND a.known_to IS NULL))
                           AND SEES(s.division_id, s.customer_id)) y) x
         WHERE :view <> 0 OR x.rank_n < 2) t
  JOIN customer c ON c.id = t.customer_id
  JOIN division v ON v.id = t.division_id
  LEFT JOIN customer_assignment a ON a.id = (
        SELECT MIN(b.id) FROM customer_assignment b WHERE b.customer_id = c.id AND b.known_to IS NULL)
  LEFT JOIN user w ON w.id = a.user_id
 WHERE (t.ord > :after_ord OR t.ord = :after_ord AND t.id > :after_id)
   AND (:division IS NULL OR v.code = :division)
   AND (:q IS NULL OR c.name LIKE :q OR c.number LIKE :q)
 ORDER BY t.ord, t.id
 LIMIT :take;

-- promise_sums :many (scope u64?, today day, since_on day, customer_id u64?, assignee_id u64?)
--     → (currency cur, state text, due bool, settled bool, lately bool, promises_n i64,
--        amount_minor i64, kept_minor i64)
-- Counts and amounts; lately: judged on or after since_on.
SELECT y.currency, y.state, COALESCE(y.due, 0) <> 0 AS due, y.settled <> 0 AS settled,
       COALESCE(y.lately, 0) <> 0 AS lately, COUNT(*) AS promises_n,
       COALESCE(CAST(SUM(y.amount_minor) AS SIGNED), 0) AS amount_minor,
       COALESCE(CAST(SUM(y.kept_minor) AS SIGNED), 0) AS kept_minor
  FROM (SELECT s.currency, ps.state, p.amount_minor, ps.kept_minor,
               p.promised_on <= :today AS due, p.judged_on >= :since_on AS lately,
               ps.state IN ('broken', 'partly')
               AND ((EXISTS (SELECT 1 FROM promise_item pi WHERE pi.promise_id = p.id)
                     AND NOT EXISTS (SELECT 1 FROM promise_item pi
                                       JOIN instalment n ON n.id = pi.instalment_id AND n.is_open = 1
                                      WHERE pi.promise_id = p.id))
                    OR EXISTS (SELECT 1 FROM promise r WHERE r.case_id = p.case_id AND r.known_to IS NULL
                                  AND r.made_on > p.promised_on AND r.judged_on >= :today)) AS settled
          FROM promise_state ps
          JOIN promise p ON p.id = ps.promise_id
          JOIN case_state s ON s.id = p.case_id
         WHERE (:customer_id IS NULL OR p.customer_id = :customer_id)
           AND (:assignee_id IS NULL OR EXISTS (
                SELECT 1 FROM customer_assignment a
                 WHERE a.customer_id = p.customer_id AND a.user_id = :assignee_id AND a.known_to IS NULL))
           AND SEES(s.division_id, s.customer_id)) y
 GROUP BY y.currency, y.state, y.due, y.settled, y.lately
 ORDER BY y.currency, y.state;

-- promise_parts :many (scope u64?, customer_id u64, since_on day)
--     → (id u64, currency cur, amount_minor i64, kept_minor i64, promised_on day, judged_on day, state text)
-- What a customer's reliability is made of, newest first.
SELECT p.id, s.currency, p.amount_minor, ps.kept_minor, p.promised_on, p.judged_on, ps.state
  FROM case_state s
  JOIN promise p ON p.case_id = s.id AND p.judged_on >= :since_on
  JOIN promise_state ps ON ps.promise_id = p.id AND ps.state IN ('kept', 'partly', 'broken')
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 ORDER BY p.promised_on DESC, p.id DESC
 LIMIT 500;
