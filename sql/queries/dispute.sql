-- Disputes of documents.

-- dispute_insert :exec (id u64, case_id u64, customer_id u64, item_id u64, amount_minor i64,
--     kind text, reason_code text, detail text?, owner_id u64?, target_on day?, opened_on day,
--     actor_kind text, actor_id text, known_from instant)
INSERT INTO dispute (id, case_id, customer_id, item_id, amount_minor, kind, reason_code, detail,
    owner_id, target_on, opened_on, actor_kind, actor_id, known_from)
VALUES (:id, :case_id, :customer_id, :item_id, :amount_minor, :kind, :reason_code, :detail,
    :owner_id, :target_on, :opened_on, :actor_kind, :actor_id, :known_from);

-- dispute_event_insert :exec (id u64, dispute_id u64, kind text, at instant, actor_kind text,
--     actor_id text, detail text?)
INSERT INTO dispute_event (id, dispute_id, kind, at, actor_kind, actor_id, detail)
VALUES (:id, :dispute_id, :kind, :at, :actor_kind, :actor_id, :detail);

-- dispute_room :one [hot] (item_id u64, but_id u64?)
--     → (side text, status text, amount_minor i64, open_minor i64, disputed_minor i64, division_id u64)
-- What is open of an item, and what of it is disputed already, not counting dispute but_id;
-- under the case's lock.
SELECT i.side, i.status, i.amount_minor, i.open_minor,
       COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                  WHERE d.item_id = i.id AND d.known_to IS NULL
                    AND (:but_id IS NULL OR d.id <> :but_id)), 0) AS disputed_minor,
       i.division_id
  FROM item i
 WHERE i.id = :item_id;

-- dispute_item_lines :many (item_id u64) → (line_no u32, gross_minor i64)
-- The lines of a document, with their tax.
SELECT line_no, amount_minor + COALESCE(tax_minor, 0) AS gross_minor
  FROM item_line
 WHERE item_id = :item_id
 ORDER BY line_no;

-- dispute_line_insert :bulk (dispute_id u64, line_no u32, minor i64)
INSERT INTO dispute_line (dispute_id, line_no, minor) VALUES (?, ?, ?);

-- dispute_line_drop :exec (dispute_id u64)
DELETE FROM dispute_line WHERE dispute_id = :dispute_id;

-- dispute_lines_set :many (dispute_id u64) → (line_no u32, minor i64)
SELECT line_no, minor FROM dispute_line WHERE dispute_id = :dispute_id ORDER BY line_no;

-- dispute_reason_find :one (code text) → (kind text, target_days i32, active bool)
SELECT kind, CAST(target_days AS INTEGER) AS target_days, active
  FROM dispute_reason
 WHERE code = :code;

-- dispute_reasons_for :one (deduction bool) → (codes text)
-- Codes that one may be opened with, as a person reads a list.
SELECT COALESCE(GROUP_CONCAT(code ORDER BY sort, code SEPARATOR ', '), '') AS codes
  FROM dispute_reason
 WHERE active = 1 AND kind <> IF(:deduction, 'dispute', 'deduction');

-- dispute_reasons_offered :many (language text, deduction bool) → (code text, name text)
-- Why a customer may dispute an invoice, or pay less than is open of it, in the reader's language.
SELECT r.code, COALESCE(@dispute_reason_name(:language), r.code) AS name
  FROM dispute_reason r
 WHERE r.active = 1 AND r.kind <> IF(:deduction, 'dispute', 'deduction')
 ORDER BY r.sort, r.code;

-- dispute_rule_owner :one (reason_code text, division_id u64) → (owner_id u64)
-- Whose it is by rule: the most specific one that names somebody who still works here.
SELECT r.owner_id
  FROM dispute_rule r
  JOIN user u ON u.id = r.owner_id AND u.status = 'active'
 WHERE (r.reason_code IS NULL OR r.reason_code = :reason_code)
   AND (r.division_id IS NULL OR r.division_id = :division_id)
 ORDER BY r.reason_code IS NULL, r.division_id IS NULL
 LIMIT 1;

-- dispute_in_scope :one [hot] (id u64, scope u64?)
--     → (id u64, case_id u64, customer_id u64, item_id u64, item_number text, amount_minor i64,
--        currency cur, kind text, reason_code text, detail text?, owner_id u64?, target_on day?,
--        waiting_on text, asked_resolution text?, asked_by u64?, asked_note text?, version u32,
--        time_zone text, lines_n i64, live bool)
SELECT p.id, p.case_id, p.customer_id, p.item_id, i.number AS item_number, p.amount_minor, i.currency,
       p.kind, p.reason_code, p.detail, p.owner_id, p.target_on, p.waiting_on,
       p.asked_resolution, p.asked_by, p.asked_note, p.version, v.time_zone,
       COALESCE((SELECT COUNT(*) FROM dispute_line l WHERE l.dispute_id = p.id), 0) AS lines_n,
       p.known_to IS NULL AS live
  FROM dispute p
  JOIN item i ON i.id = p.item_id
  JOIN division v ON v.id = i.division_id
 WHERE p.id = :id
   AND SEES(i.division_id, i.customer_id);

-- dispute_keep_past :exec (id u64, known_to instant)
-- What stood until now, for snapshots of the days before. Twice in an instant is once.
INSERT INTO dispute_past (dispute_id, known_to, amount_minor, target_on)
SELECT d.id, :known_to, d.amount_minor, d.target_on FROM dispute d WHERE d.id = :id
ON DUPLICATE KEY UPDATE dispute_past.dispute_id = dispute_past.dispute_id;

-- dispute_set :exec (id u64, version u32, amount_minor i64, owner_id u64?, target_on day?,
--     waiting_on text, reason_code text, detail text?)
-- A target that moves may pass once more.
UPDATE dispute
   SET escalated_at = IF(target_on <=> :target_on, escalated_at, NULL),
       amount_minor = :amount_minor, owner_id = :owner_id, target_on = :target_on,
       waiting_on = :waiting_on, reason_code = :reason_code, detail = :detail,
       version = version + 1
 WHERE id = :id AND version = :version AND known_to IS NULL;

-- dispute_ask :exec (id u64, resolution text, by_id u64, at instant, note text?)
UPDATE dispute
   SET asked_resolution = :resolution, asked_by = :by_id, asked_at = :at, asked_note = :note,
       version = version + 1
 WHERE id = :id AND known_to IS NULL AND asked_resolution IS NULL;

-- dispute_ask_over :exec (id u64)
UPDATE dispute
   SET asked_resolution = NULL, asked_by = NULL, asked_at = NULL, asked_note = NULL,
       version = version + 1
 WHERE id = :id AND known_to IS NULL AND asked_resolution IS NOT NULL;

-- dispute_past_target :many (before_on day)
--     → (id u64, case_id u64, customer_id u64, division_id u64, item_number text, amount_minor i64,
--        currency cur, target_on day, owner_id u64?, time_zone text)
-- Open, past their target somewhere on earth, and nobody was told yet.
SELECT d.id, d.case_id, d.customer_id, i.division_id, i.number AS item_number, d.amount_minor, i.currency,
       COALESCE(d.target_on, d.opened_on) AS target_on, d.owner_id, v.time_zone
  FROM dispute d
  JOIN item i ON i.id = d.item_id
  JOIN division v ON v.id = i.division_id
 WHERE d.known_to IS NULL AND d.target_on < :before_on AND d.escalated_at IS NULL
 ORDER BY d.target_on, d.id
 LIMIT 500;

-- dispute_escalated :exec (id u64, at instant)
UPDATE dispute SET escalated_at = :at WHERE id = :id AND known_to IS NULL AND escalated_at IS NULL;

-- dispute_manager :one (division_id u64, but_id u64?) → (id u64)
-- Who hears of it: a manager of the division, or who else may agree, other than the owner, else an admin.
SELECT u.id
  FROM user u
 WHERE (u.role IN ('manager', 'admin') OR @own_role_may(u.role | approve)) AND u.status = 'active'
   AND (:but_id IS NULL OR u.id <> :but_id)
   AND (NOT EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id)
        OR EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id AND d.division_id = :division_id))
 ORDER BY u.role = 'admin', u.id
 LIMIT 1;

-- dispute_close :exec (id u64, at instant, resolution text)
UPDATE dispute
   SET known_to = :at, resolution = :resolution, version = version + 1
 WHERE id = :id AND known_to IS NULL;

-- dispute_of_customer :many [hot] (customer_id u64, scope u64?)
--     → (id u64, case_id u64, item_id u64, item_number text, amount_minor i64, currency cur,
--        kind text, reason_code text, detail text?, opened_on day, target_on day?,
--        asked_resolution text?)
-- Those that are open.
SELECT p.id, p.case_id, p.item_id, i.number AS item_number, p.amount_minor, i.currency,
       p.kind, p.reason_code, p.detail, p.opened_on, p.target_on, p.asked_resolution
  FROM case_state s
  JOIN dispute p ON p.case_id = s.id AND p.known_to IS NULL
  JOIN item i ON i.id = p.item_id
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 ORDER BY p.id;
