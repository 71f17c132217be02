-- Who works which customers, how far each sees, and what each is to reach. :scope is the
-- user who asks, when limited.

-- team_members :many (scope u64?)
--     → (user_id u64, name text, role text, language text, active bool, sees text, divisions text?,
--        customers u64, cases u64, overdue_base i64, exceptions u64)
-- Everybody who could have customers, and who has some; figures of cases with something open.
SELECT u.id AS user_id, u.name, u.role, u.language, u.status = 'active' AS active,
       COALESCE((SELECT t.sees FROM user_sight t WHERE t.user_id = u.id), 'all') AS sees,
       (SELECT GROUP_CONCAT(v.code ORDER BY v.code SEPARATOR ' ')
          FROM user_division d JOIN division v ON v.id = d.division_id
         WHERE d.user_id = u.id) AS divisions,
       COALESCE(g.customers, 0) AS customers, COALESCE(g.cases, 0) AS cases,
       COALESCE(g.overdue_base, 0) AS overdue_base, COALESCE(g.exceptions, 0) AS exceptions
  FROM user u
  LEFT JOIN (SELECT w.assignee_id, CAST(COUNT(DISTINCT w.customer_id) AS UNSIGNED) AS customers,
                    CAST(COUNT(*) AS UNSIGNED) AS cases,
                    CAST(SUM(w.overdue_base) AS SIGNED) AS overdue_base,
                    CAST(SUM(w.exception) AS UNSIGNED) AS exceptions
               FROM worklist_row w
              WHERE SEES(w.division_id, w.customer_id)
              GROUP BY w.assignee_id) g ON g.assignee_id = u.id
 WHERE (u.status = 'active' AND (u.role IN ('collector', 'manager', 'admin') OR @own_role_may(u.role | work))) OR g.cases > 0
 ORDER BY u.name, u.id;

-- team_unassigned :one (scope u64?) → (cases u64, overdue_base i64)
SELECT CAST(COUNT(*) AS UNSIGNED) AS cases, COALESCE(CAST(SUM(w.overdue_base) AS SIGNED), 0) AS overdue_base
  FROM worklist_row w
 WHERE w.assignee_id = 0 AND SEES(w.division_id, w.customer_id);

-- team_portfolios :many () → (portfolio text, user_id u64, user_name text, customers u64)
SELECT COALESCE(a.portfolio, '') AS portfolio, a.user_id, u.name AS user_name, CAST(COUNT(DISTINCT a.customer_id) AS UNSIGNED) AS customers
  FROM customer_assignment a
  JOIN user u ON u.id = a.user_id
 WHERE a.known_to IS NULL AND a.portfolio IS NOT NULL
 GROUP BY a.portfolio, a.user_id, u.name
 ORDER BY a.portfolio, u.name, a.user_id;

-- team_customers :many (scope u64?, user_id u64?, portfolio text?)
--     → (customer_id u64, foreign_n u64)
-- Customers of a collector or a portfolio that the one who asks may see; without either, those
-- of nobody that owe something. foreign_n: their cases that the one who asks may not see.
SELECT c.id AS customer_id,
       COALESCE((SELECT COUNT(*) FROM case_state s
         WHERE s.customer_id = c.id AND NOT SEES(s.division_id, s.customer_id)), 0) AS foreign_n
  FROM customer c
 WHERE IF(:user_id IS NULL AND :portfolio IS NULL,
          EXISTS (SELECT 1 FROM worklist_row w WHERE w.customer_id = c.id AND w.assignee_id = 0),
          EXISTS (SELECT 1 FROM customer_assignment a
                   WHERE a.customer_id = c.id AND a.known_to IS NULL
                     AND (:user_id IS NULL OR a.user_id = :user_id)
                     AND (:portfolio IS NULL OR a.portfolio = :portfolio)))
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)))
 ORDER BY c.id;

-- team_standing :many (ids json, scope u64?)
--     → (customer_id u64, name text, foreign_n u64, seen_n u64, user_id u64?, user_name text?, portfolio text?, assignments u64)
-- How these customers stand before they are given to somebody: cases of theirs that the one
-- who asks may not see, and may see; whose they are (of several, the first).
SELECT STRAIGHT_JOIN c.id AS customer_id, c.name,
       COALESCE((SELECT COUNT(*) FROM case_state s
         WHERE s.customer_id = c.id AND NOT SEES(s.division_id, s.customer_id)), 0) AS foreign_n,
       COALESCE((SELECT COUNT(*) FROM case_state s
         WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)), 0) AS seen_n,
       a.user_id, u.name AS user_name, a.portfolio,
       COALESCE((SELECT COUNT(*) FROM customer_assignment b
                  WHERE b.customer_id = c.id AND b.known_to IS NULL), 0) AS assignments
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN customer c ON c.id = j.id
  LEFT JOIN customer_assignment a ON a.id = (
        SELECT MIN(b.id) FROM customer_assignment b WHERE b.customer_id = c.id AND b.known_to IS NULL)
  LEFT JOIN user u ON u.id = a.user_id
 ORDER BY c.id;

-- team_assignment_end :exec (ids json, at instant)
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN customer_assignment a ON a.customer_id = j.id
   SET a.known_to = :at
 WHERE a.known_to IS NULL;

-- team_assignment_add :bulk (id u64, customer_id u64, user_id u64, portfolio text?, known_from instant)
INSERT INTO customer_assignment (id, customer_id, user_id, portfolio, known_from)
VALUES (:id, :customer_id, :user_id, :portfolio, :known_from);

-- team_worklist_move :exec (ids json, assignee_id u64)
-- The list shows at once what the next evaluation will say as well. 0: nobody.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN worklist_row w FORCE INDEX (worklist_figures) ON w.customer_id = j.id
   SET w.assignee_id = COALESCE(:assignee_id, 0);

-- team_tasks_move :exec (ids json, from_id u64, assignee_id u64?)
-- Open tasks of the one who had the customers go with them.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN follow_up f FORCE INDEX (follow_up_customer) ON f.customer_id = j.id AND f.state = 'open'
   SET f.assignee_id = :assignee_id, f.version = f.version + 1
 WHERE f.assignee_id = :from_id;

-- team_user :one [hot] (user_id u64) → (name text, role text, active bool, sees text)
SELECT u.name, u.role, u.status = 'active' AS active, COALESCE(t.sees, 'all') AS sees
  FROM user u
  LEFT JOIN user_sight t ON t.user_id = u.id
 WHERE u.id = :user_id;

-- team_sight_set :exec (user_id u64, sees text, at instant, by u64?)
INSERT INTO user_sight (user_id, sees, changed_at, changed_by)
VALUES (:user_id, :sees, :at, :by)
ON DUPLICATE KEY UPDATE sees = VALUES(sees), changed_at = VALUES(changed_at), changed_by = VALUES(changed_by);

-- team_target_add :exec (id u64, user_id u64, period text, kind text, amount i64, from_on day,
--     set_by u64?, set_at instant)
INSERT INTO collector_target (id, user_id, period, kind, amount, from_on, set_by, set_at)
VALUES (:id, :user_id, :period, :kind, :amount, :from_on, :set_by, :set_at);

-- team_targets :many (user_id u64?, today day) → (user_id u64, period text, kind text, amount i64)
-- What is in force: of a user and kind the latest whose day has come, unless that one ended it.
SELECT t.user_id, t.period, t.kind, t.amount
  FROM collector_target t
 WHERE (:user_id IS NULL OR t.user_id = :user_id) AND t.from_on <= :today AND t.amount > 0
   AND t.id = (SELECT b.id FROM collector_target b
                WHERE b.user_id = t.user_id AND b.kind = t.kind AND b.from_on <= :today
                ORDER BY b.from_on DESC, b.id DESC LIMIT 1)
 ORDER BY t.user_id, t.kind;

-- team_progress :one [hot] (actor_id text, from_at instant, to_at instant) → (contacts u64, worked u64)
-- What stands on the timelines: words with a customer, and customers something was done about.
SELECT COALESCE(CAST(SUM(a.kind IN ('call', 'message')) AS UNSIGNED), 0) AS contacts,
       CAST(COUNT(DISTINCT CASE WHEN a.kind IN ('call', 'message', 'note', 'promise', 'dispute', 'hold',
                                                'follow_up_done') THEN a.customer_id END) AS UNSIGNED) AS worked
  FROM activity a
 WHERE a.actor_kind = 'user' AND a.actor_id = :actor_id AND a.at >= :from_at AND a.at < :to_at;

-- team_promised :many [hot] (actor_id text, from_at instant, to_at instant) → (currency cur, minor i64)
-- What customers promised this user, without what was taken back.
SELECT s.currency, COALESCE(CAST(SUM(p.amount_minor) AS SIGNED), 0) AS minor
  FROM activity a
  JOIN promise p ON p.id = a.ref_id AND p.known_to IS NULL
  JOIN case_state s ON s.id = p.case_id
 WHERE a.actor_kind = 'user' AND a.actor_id = :actor_id AND a.at >= :from_at AND a.at < :to_at
   AND a.kind = 'promise' AND a.ref_kind = 'promise'
 GROUP BY s.currency
 ORDER BY s.currency;
