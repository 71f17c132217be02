-- The worklist. What it is asked is one fixed set of filters, NULL for "any", and one of a
-- few orders: a statement for each order, walking that order's index from after_key, after_id
-- on. Orders that have no index are two statements that sort by the column :by names. The
-- texts that all of them share stand in sql/fragments.
--
-- Views: 0 all, 1 mine, 2 exceptions, 3 overdue, 4 broken, 5 disputed, 6 held, 7 promised.
-- :scope is the user when limited. :q is a LIKE pattern; :cause a bit of domain/exception.h;
-- amounts are in the base currency.

-- worklist_one :one [hot] (case_id u64, scope u64?) → (@worklist_columns)
SELECT @worklist_row
  FROM worklist_row w
 WHERE w.case_id = :case_id AND SEES(w.division_id, w.customer_id);

-- worklist_of_customer :many [hot] (customer_id u64, scope u64?) → worklist_one
SELECT @worklist_row
  FROM worklist_row w
 WHERE w.customer_id = :customer_id AND SEES(w.division_id, w.customer_id)
 ORDER BY w.case_id;

-- Every view, in the orders that have an index.

-- worklist_by_score_desc :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_score)
 WHERE w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_score_asc :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_score)
 WHERE w.score_milli >= :after_key AND (w.score_milli > :after_key OR w.case_id > :after_id)
   AND @worklist_view
 ORDER BY w.score_milli ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_overdue_desc :many [hot] (@worklist_filters, after_key i64, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_value)
 WHERE w.overdue_base <= :after_key AND (w.overdue_base < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.overdue_base DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_overdue_asc :many [hot] (@worklist_filters, after_key i64, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_value)
 WHERE w.overdue_base >= :after_key AND (w.overdue_base > :after_key OR w.case_id > :after_id)
   AND @worklist_view
 ORDER BY w.overdue_base ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_days_desc :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_days)
 WHERE w.days_late <= :after_key AND (w.days_late < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.days_late DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_days_asc :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_days)
 WHERE w.days_late >= :after_key AND (w.days_late > :after_key OR w.case_id > :after_id)
   AND @worklist_view
 ORDER BY w.days_late ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_name_desc :many [hot] (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_name)
 WHERE (:after_key IS NULL OR w.customer_name <= :after_key)
   AND (:after_key IS NULL OR w.customer_name < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.customer_name DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_name_asc :many [hot] (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_name)
 WHERE (:after_key IS NULL OR w.customer_name >= :after_key)
   AND (:after_key IS NULL OR w.customer_name > :after_key OR w.case_id > :after_id)
   AND @worklist_view
 ORDER BY w.customer_name ASC, w.case_id ASC
 LIMIT :take;

-- One view each, highest score first: each walks an index of its own.

-- worklist_mine :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_assignee)
 WHERE w.assignee_id = :user_id AND w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- worklist_exceptions :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_exception)
 WHERE w.exception = 1 AND w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- worklist_broken :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_broken)
 WHERE w.broken_score <= :after_key AND (w.broken_score < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.broken_score DESC, w.case_id DESC
 LIMIT :take;

-- worklist_disputed :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_disputed)
 WHERE w.disputed_score <= :after_key AND (w.disputed_score < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.disputed_score DESC, w.case_id DESC
 LIMIT :take;

-- worklist_held :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_status)
 WHERE w.status = 'held' AND w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- worklist_promised :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_promised)
 WHERE w.promised_score <= :after_key AND (w.promised_score < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.promised_score DESC, w.case_id DESC
 LIMIT :take;

-- worklist_division :many [hot] (@worklist_filters, after_key i32, after_id u64, take u32) → worklist_one
SELECT @worklist_row
  FROM worklist_row w FORCE INDEX (worklist_division)
 WHERE w.division_id = (SELECT x.id FROM division x WHERE x.code = :division) AND w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND @worklist_view
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- Orders without an index: sorted by the column that :by names.

-- worklist_by_number_desc :many (@worklist_filters, by u8, after_key i64, after_id u64, take u32) → worklist_one
SELECT STRAIGHT_JOIN @worklist_row
  FROM (SELECT k.case_id, k.n
          FROM (SELECT w.case_id, COALESCE(CASE :by WHEN 1 THEN TO_DAYS(w.next_on) WHEN 2 THEN TO_DAYS(w.last_contact_on)
                     WHEN 3 THEN TO_DAYS(w.oldest_due_on) WHEN 4 THEN w.open_base WHEN 5 THEN w.items_n
                     ELSE w.broken_n END, 0) AS n
                  FROM worklist_row w
                 WHERE @worklist_view) k
         WHERE k.n <= :after_key AND (k.n < :after_key OR k.case_id < :after_id)
         ORDER BY k.n DESC, k.case_id DESC
         LIMIT :take) o
  JOIN worklist_row w ON w.case_id = o.case_id
 ORDER BY o.n DESC, o.case_id DESC;

-- worklist_by_number_asc :many (@worklist_filters, by u8, after_key i64, after_id u64, take u32) → worklist_one
SELECT STRAIGHT_JOIN @worklist_row
  FROM (SELECT k.case_id, k.n
          FROM (SELECT w.case_id, COALESCE(CASE :by WHEN 1 THEN TO_DAYS(w.next_on) WHEN 2 THEN TO_DAYS(w.last_contact_on)
                     WHEN 3 THEN TO_DAYS(w.oldest_due_on) WHEN 4 THEN w.open_base WHEN 5 THEN w.items_n
                     ELSE w.broken_n END, 0) AS n
                  FROM worklist_row w
                 WHERE @worklist_view) k
         WHERE k.n >= :after_key AND (k.n > :after_key OR k.case_id > :after_id)
         ORDER BY k.n ASC, k.case_id ASC
         LIMIT :take) o
  JOIN worklist_row w ON w.case_id = o.case_id
 ORDER BY o.n ASC, o.case_id ASC;

-- worklist_by_word_desc :many (@worklist_filters, by u8, after_key text?, after_id u64, take u32) → worklist_one
SELECT STRAIGHT_JOIN @worklist_row
  FROM (SELECT k.case_id, k.n
          FROM (SELECT w.case_id, CASE :by WHEN 1 THEN w.status WHEN 2 THEN w.strategy WHEN 3 THEN w.next_action WHEN 4 THEN w.currency
                     WHEN 5 THEN (SELECT y.code FROM division y WHERE y.id = w.division_id)
                     ELSE COALESCE((SELECT z.name FROM user z WHERE z.id = w.assignee_id), '') END AS n
                  FROM worklist_row w
                 WHERE @worklist_view) k
         WHERE (:after_key IS NULL OR k.n <= :after_key)
           AND (:after_key IS NULL OR k.n < :after_key OR k.case_id < :after_id)
         ORDER BY k.n DESC, k.case_id DESC
         LIMIT :take) o
  JOIN worklist_row w ON w.case_id = o.case_id
 ORDER BY o.n DESC, o.case_id DESC;

-- worklist_by_word_asc :many (@worklist_filters, by u8, after_key text?, after_id u64, take u32) → worklist_one
SELECT STRAIGHT_JOIN @worklist_row
  FROM (SELECT k.case_id, k.n
          FROM (SELECT w.case_id, CASE :by WHEN 1 THEN w.status WHEN 2 THEN w.strategy WHEN 3 THEN w.next_action WHEN 4 THEN w.currency
                     WHEN 5 THEN (SELECT y.code FROM division y WHERE y.id = w.division_id)
                     ELSE COALESCE((SELECT z.name FROM user z WHERE z.id = w.assignee_id), '') END AS n
                  FROM worklist_row w
                 WHERE @worklist_view) k
         WHERE (:after_key IS NULL OR k.n >= :after_key)
           AND (:after_key IS NULL OR k.n > :after_key OR k.case_id > :after_id)
         ORDER BY k.n ASC, k.case_id ASC
         LIMIT :take) o
  JOIN worklist_row w ON w.case_id = o.case_id
 ORDER BY o.n ASC, o.case_id ASC;

-- worklist_selection :stream (@worklist_filters)
--     → (case_id u64, customer_id u64, customer_name text, currency cur, overdue_minor i64,
--        overdue_base i64, assignee_id u64, busy bool)
-- Everything that a view with these filters holds, in no order. busy: a task is open.
SELECT w.case_id, w.customer_id, w.customer_name, w.currency, w.overdue_minor, w.overdue_base,
       w.assignee_id, EXISTS (SELECT 1 FROM follow_up f WHERE f.case_id = w.case_id AND f.state = 'open') AS busy
  FROM worklist_row w
 WHERE @worklist_view;

-- worklist_chosen :many (ids json, scope u64?) → worklist_selection
SELECT STRAIGHT_JOIN w.case_id, w.customer_id, w.customer_name, w.currency, w.overdue_minor, w.overdue_base,
       w.assignee_id, EXISTS (SELECT 1 FROM follow_up f WHERE f.case_id = w.case_id AND f.state = 'open') AS busy
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN worklist_row w ON w.case_id = j.id
 WHERE SEES(w.division_id, w.customer_id);
