-- Messages that a person writes.

-- compose_insert :exec (outbox_id u64, subject text?, body text?, to_role text, items_n u32, cc_contacts text,
--     cc_user_id u64?, attach_invoice bool, attach_statement bool, attach_letter bool, confirmed text?, job_id u64?)
INSERT INTO outbox_compose (outbox_id, subject, body, to_role, items_n, cc_contacts, cc_user_id, attach_invoice,
       attach_statement, attach_letter, confirmed, job_id)
VALUES (:outbox_id, :subject, :body, :to_role, :items_n, :cc_contacts, :cc_user_id, :attach_invoice,
       :attach_statement, :attach_letter, :confirmed, :job_id);

-- compose_of :one [hot] (outbox_id u64)
--     → (subject text?, body text?, to_role text, items_n u32, cc_contacts text, cc_email text?, cc_name text?,
--        attach_invoice bool, attach_statement bool, attach_letter bool)
SELECT c.subject, c.body, c.to_role, c.items_n, c.cc_contacts, u.email AS cc_email, u.name AS cc_name,
       c.attach_invoice, c.attach_statement, c.attach_letter
  FROM outbox_compose c
  LEFT JOIN user u ON u.id = c.cc_user_id AND u.status = 'active'
 WHERE c.outbox_id = :outbox_id;

-- message_outbox_insert :exec (id u64, case_id u64, customer_id u64, channel text, template text,
--     step text, not_before instant, subject text, total_minor i64?, currency cur, beside bool, actor_kind text,
--     actor_id text, created_at instant)
INSERT INTO outbox (id, case_id, customer_id, kind, channel, template, step, state, not_before, subject,
       total_minor, currency, beside, actor_kind, actor_id, created_at)
VALUES (:id, :case_id, :customer_id, 'manual', :channel, :template, :step, 'planned', :not_before, :subject,
       :total_minor, :currency, :beside, :actor_kind, :actor_id, :created_at);

-- message_line_insert :bulk (instalment_id u64, step text, outbox_id u64, case_id u64)
-- A person's own message is on no ladder: script 0, level 0.
INSERT INTO outbox_line (instalment_id, script_id, step, cycle, outbox_id, case_id, level)
VALUES (:instalment_id, 0, :step, 0, :outbox_id, :case_id, 0);

-- message_user :one (id u64) → (email text, name text)
SELECT email, name FROM user WHERE id = :id;
