-- The worklist. Filters are one fixed set, NULL for "any"; there is one statement a sort
-- order, each walking that order's index from after_key, after_id on. Views: 0 all, 1 mine,
-- 2 exceptions, 3 overdue, 4 broken, 5 disputed, 6 held, 7 promised. :scope is the user when
-- limited. :q is a LIKE pattern.

-- worklist_one :one [hot] (case_id u64, scope u64?)
--     → (case_id u64, customer_id u64, customer_number text, customer_name text, currency cur,
--        division text?, score_milli i32, status text, reason text, next_action text, next_on day?,
--        exception bool, open_minor i64, overdue_minor i64, not_due_minor i64, b1_minor i64,
--        b2_minor i64, b3_minor i64, b4_minor i64, unapplied_minor i64, disputed_minor i64,
--        promised_minor i64, overdue_base i64, items_n u32, oldest_due_on day?, days_late i32,
--        broken_n u32, tags text, strategy text, last_contact_on day?, assignee text?, version u64?,
--        base_currency text)
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.case_id = :case_id
   AND SEES(w.division_id, w.customer_id);

-- worklist_by_score_desc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i32, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.score_milli <= :after_key AND (w.score_milli < :after_key OR w.case_id < :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.score_milli DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_score_asc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i32, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.score_milli >= :after_key AND (w.score_milli > :after_key OR w.case_id > :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.score_milli ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_overdue_desc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i64, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.overdue_base <= :after_key AND (w.overdue_base < :after_key OR w.case_id < :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.overdue_base DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_overdue_asc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i64, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.overdue_base >= :after_key AND (w.overdue_base > :after_key OR w.case_id > :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.overdue_base ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_days_desc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i32, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.days_late <= :after_key AND (w.days_late < :after_key OR w.case_id < :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.days_late DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_days_asc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key i32, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.days_late >= :after_key AND (w.days_late > :after_key OR w.case_id > :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.days_late ASC, w.case_id ASC
 LIMIT :take;

-- worklist_by_name_desc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key text?, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE (:after_key IS NULL OR w.customer_name <= :after_key)
   AND (:after_key IS NULL OR w.customer_name < :after_key OR w.case_id < :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.customer_name DESC, w.case_id DESC
 LIMIT :take;

-- worklist_by_name_asc :many [hot] (view u8, user_id u64, scope u64?, status text?, currency cur?, division text?, tag text?,
--     min_days i32?, min_overdue i64?, q text?,
--     after_key text?, after_id u64, take u32)
--     → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE (:after_key IS NULL OR w.customer_name >= :after_key)
   AND (:after_key IS NULL OR w.customer_name > :after_key OR w.case_id > :after_id)
   AND SEES(w.division_id, w.customer_id)
   AND (:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND (:status IS NULL OR w.status = :status)
   AND (:currency IS NULL OR w.currency = :currency)
   AND (:division IS NULL OR w.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(w.tags, ' ', ',')))
   AND (:min_days IS NULL OR w.days_late >= :min_days)
   AND (:min_overdue IS NULL OR w.overdue_base >= :min_overdue)
   AND (:q IS NULL OR w.customer_name LIKE :q OR w.customer_number LIKE :q)
 ORDER BY w.customer_name ASC, w.case_id ASC
 LIMIT :take;

-- worklist_of_customer :many [hot] (customer_id u64, scope u64?) → worklist_one
SELECT
       w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception,
       w.open_minor, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
  FROM worklist_row w
 WHERE w.customer_id = :customer_id
   AND SEES(w.division_id, w.customer_id)
 ORDER BY w.case_id;
