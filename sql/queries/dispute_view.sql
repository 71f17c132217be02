-- Disputes as their pages show them. Views: 0 mine, 1 all open, 2 past their target, 3 waiting
-- for a second person, 4 closed, 5 all. :scope is the user when limited.

-- dispute_page :many [hot] (view u32, scope u64?, today day, user_id u64, customer_id u64?, owner_id u64?,
--     kind text?, reason_code text?, division text?, waiting_on text?, q text?, id u64?, after_ord i64,
--     after_id u64, take u32)
--     → (id u64, ord i64, kind text, customer_id u64, customer_number text, customer_name text,
--        case_id u64, division text, item_id u64, item_number text, item_open_minor i64,
--        amount_minor i64, currency cur, reason_code text, detail text?, owner_id u64?, owner_name text?,
--        opened_on day, target_on day?, waiting_on text, resolution text?, closed_at instant?,
--        escalated_at instant?, asked_resolution text?, asked_by u64?, asked_name text?, asked_at instant?,
--        asked_note text?, by_name text?, version u32)
-- The oldest first; closed ones the last closed first.
SELECT t.id, t.ord, t.kind, t.customer_id, c.number AS customer_number, c.name AS customer_name,
       t.case_id, v.code AS division, t.item_id, t.item_number, t.item_open_minor, t.amount_minor, t.currency,
       t.reason_code, t.detail, t.owner_id, o.name AS owner_name, t.opened_on, t.target_on, t.waiting_on,
       t.resolution, t.known_to AS closed_at, t.escalated_at, t.asked_resolution, t.asked_by,
       k.name AS asked_name, t.asked_at, t.asked_note,
       CASE t.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(t.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT n.name FROM contact n WHERE n.id = CAST(t.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = t.actor_id AND p.id = CAST(SUBSTRING(t.actor_id, 8) AS UNSIGNED)))
       END AS by_name,
       t.version
  FROM (SELECT d.*, i.number AS item_number, i.open_minor AS item_open_minor, i.currency, i.division_id,
               IF(d.known_to IS NULL, COALESCE(TO_DAYS(d.opened_on), 0),
                  2000000000000 - COALESCE(UNIX_TIMESTAMP(d.known_to) DIV 1, 0)) AS ord
          FROM dispute d
          JOIN item i ON i.id = d.item_id
         WHERE (:view = 5
                OR :view = 4 AND d.known_to IS NOT NULL
                OR d.known_to IS NULL
                   AND (:view = 1
                        OR :view = 0 AND d.owner_id = :user_id
                        OR :view = 2 AND d.target_on < :today
                        OR :view = 3 AND d.asked_resolution IS NOT NULL))
           AND (:id IS NULL OR d.id = :id)
           AND (:customer_id IS NULL OR d.customer_id = :customer_id)
           AND (:owner_id IS NULL OR d.owner_id = :owner_id)
           AND (:kind IS NULL OR d.kind = :kind)
           AND (:reason_code IS NULL OR d.reason_code = :reason_code)
           AND (:waiting_on IS NULL
                OR :waiting_on = IF(d.asked_resolution IS NULL, CAST(d.waiting_on AS CHAR), 'approval'))
           AND SEES(i.division_id, i.customer_id)) t
  JOIN customer c ON c.id = t.customer_id
  JOIN division v ON v.id = t.division_id
  LEFT JOIN user o ON o.id = t.owner_id
  LEFT JOIN user k ON k.id = t.asked_by
 WHERE (t.ord > :after_ord OR t.ord = :after_ord AND t.id > :after_id)
   AND (:division IS NULL OR v.code = :division)
   AND (:q IS NULL OR c.name LIKE :q OR c.number LIKE :q OR t.item_number LIKE :q)
 ORDER BY t.ord, t.id
 LIMIT :take;

-- dispute_sums :many (scope u64?, today day, user_id u64)
--     → (currency cur, mine bool, past bool, asked bool, waiting_on text, age i64, disputes_n i64,
--        amount_minor i64)
-- Open ones; age: 0 up to a week, 1 to a fortnight, 2 to 30 days, 3 longer.
SELECT t.currency, COALESCE(t.mine, 0) <> 0 AS mine, COALESCE(t.past, 0) <> 0 AS past, t.asked <> 0 AS asked,
       t.waiting_on, COALESCE(t.age, 0) AS age, COUNT(*) AS disputes_n,
       COALESCE(CAST(SUM(t.amount_minor) AS SIGNED), 0) AS amount_minor
  FROM (SELECT i.currency, d.owner_id = :user_id AS mine, d.target_on < :today AS past,
               d.asked_resolution IS NOT NULL AS asked, d.waiting_on, d.amount_minor,
               CASE WHEN DATEDIFF(:today, d.opened_on) <= 7 THEN 0
                    WHEN DATEDIFF(:today, d.opened_on) <= 14 THEN 1
                    WHEN DATEDIFF(:today, d.opened_on) <= 30 THEN 2 ELSE 3 END AS age
          FROM dispute d
          JOIN item i ON i.id = d.item_id
         WHERE d.known_to IS NULL
           AND SEES(i.division_id, i.customer_id)) t
 GROUP BY t.currency, t.mine, t.past, t.asked, t.waiting_on, t.age
 ORDER BY t.currency;

-- dispute_cycle :many (scope u64?, since_at instant) → (days i64, disputes_n i64)
-- How many of those closed since then took how many days, fewest first.
SELECT COALESCE(t.days, 0) AS days, COUNT(*) AS disputes_n
  FROM (SELECT GREATEST(DATEDIFF(d.known_to, d.opened_on), 0) AS days
          FROM dispute d
          JOIN item i ON i.id = d.item_id
         WHERE d.known_to >= :since_at
           AND SEES(i.division_id, i.customer_id)) t
 GROUP BY t.days
 ORDER BY t.days;

-- dispute_lines_of :many (id u64)
--     → (line_no u32, description text, amount_minor i64, tax_minor i64?, disputed_minor i64)
SELECT l.line_no, l.description, l.amount_minor, l.tax_minor, d.minor AS disputed_minor
  FROM dispute_line d
  JOIN dispute p ON p.id = d.dispute_id
  JOIN item_line l ON l.item_id = p.item_id AND l.line_no = d.line_no
 WHERE d.dispute_id = :id
 ORDER BY l.line_no;

-- dispute_events_of :many (id u64)
--     → (id u64, kind text, at instant, actor_kind text, actor_id text, actor_name text?, detail text?)
SELECT e.id, e.kind, e.at, e.actor_kind, e.actor_id,
       CASE e.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(e.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(e.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = e.actor_id AND p.id = CAST(SUBSTRING(e.actor_id, 8) AS UNSIGNED)))
       END AS actor_name,
       e.detail
  FROM dispute_event e
 WHERE e.dispute_id = :id
 ORDER BY e.at, e.id
 LIMIT 500;

-- dispute_notes_of :many (id u64) → (id u64, body text, created_at instant, user_id u64, user_name text?)
-- Internal: no statement of the portal reads them.
SELECT n.id, n.body, n.created_at, n.user_id, u.name AS user_name
  FROM note n
  LEFT JOIN user u ON u.id = n.user_id
 WHERE n.dispute_id = :id
 ORDER BY n.id DESC
 LIMIT 200;

-- dispute_messages_of :many (id u64)
--     → (id u64, author_kind text, author_name text?, body text, created_at instant)
-- What was written to and fro about it, and about its document since it was opened.
SELECT m.id, m.author_kind,
       CASE m.author_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(m.author_id AS UNSIGNED))
           WHEN 'contact' THEN (SELECT k.name FROM contact k WHERE k.id = CAST(m.author_id AS UNSIGNED))
       END AS author_name,
       m.body, m.created_at
  FROM dispute d
  JOIN conversation c ON c.customer_id = d.customer_id AND c.item_id = d.item_id
                     AND (c.dispute_id = d.id OR c.dispute_id IS NULL)
  JOIN message m ON m.conversation_id = c.id
 WHERE d.id = :id AND (c.dispute_id = d.id OR m.created_at >= d.known_from)
 ORDER BY m.id DESC
 LIMIT 200;

-- item_lines_of :many (item_id u64)
--     → (line_no u32, description text, amount_minor i64, tax_minor i64?, disputed_minor i64)
-- Lines of a document with what of each is disputed already.
SELECT l.line_no, l.description, l.amount_minor, l.tax_minor,
       COALESCE((SELECT CAST(SUM(x.minor) AS SIGNED)
                   FROM dispute d
                   JOIN dispute_line x ON x.dispute_id = d.id AND x.line_no = l.line_no
                  WHERE d.item_id = l.item_id AND d.known_to IS NULL), 0) AS disputed_minor
  FROM item_line l
 WHERE l.item_id = :item_id
 ORDER BY l.line_no;

-- dispute_reasons :many ()
--     → (code text, kind text, name_en text, name_de text, name_fr text, target_days u32, sort u32,
--        active bool, version u32)
SELECT code, kind, name_en, name_de, name_fr, target_days, sort, active, version
  FROM dispute_reason
 ORDER BY sort, code;

-- dispute_reason_put :exec (code text, kind text, name_en text, name_de text, name_fr text,
--     target_days u32, sort u32, active bool)
INSERT INTO dispute_reason (code, kind, name_en, name_de, name_fr, target_days, sort, active)
VALUES (:code, :kind, :name_en, :name_de, :name_fr, :target_days, :sort, :active)
ON DUPLICATE KEY UPDATE kind = VALUES(kind), name_en = VALUES(name_en), name_de = VALUES(name_de),
    name_fr = VALUES(name_fr), target_days = VALUES(target_days), sort = VALUES(sort),
    active = VALUES(active), version = version + 1;

-- dispute_rules :many ()
--     → (id u64, reason_code text?, division_id u64?, division text?, owner_id u64, owner_name text)
SELECT r.id, r.reason_code, r.division_id, v.code AS division, r.owner_id, u.name AS owner_name
  FROM dispute_rule r
  JOIN user u ON u.id = r.owner_id
  LEFT JOIN division v ON v.id = r.division_id
 ORDER BY r.reason_code IS NULL, r.division_id IS NULL, r.reason_code, v.code;

-- dispute_rules_clear :exec ()
DELETE FROM dispute_rule;

-- dispute_rule_add :exec (id u64, reason_code text?, division text?, owner_id u64)
-- Touches no row where the division or the user is not there.
INSERT INTO dispute_rule (id, reason_code, division_id, owner_id)
SELECT :id, :reason_code, v.id, u.id
  FROM user u
  LEFT JOIN division v ON v.code = :division
 WHERE u.id = :owner_id AND u.status = 'active' AND (:division IS NULL OR v.id IS NOT NULL);
