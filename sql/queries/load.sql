-- The demo company and what a benchmark runs on: a statement a table, for the files that
-- sql/demo/generate.lua writes (service/load_tables.c takes them by name).

-- load_division :bulk (id u64, code text, name text, country text, region text?, time_zone text,
--     currency cur, cash_authority text, created_at instant)
INSERT INTO division (id, code, name, country, region, time_zone, currency, cash_authority,
       created_at)
VALUES (:id, :code, :name, :country, :region, :time_zone, :currency, :cash_authority, :created_at);

-- load_user :bulk (id u64, email text, name text, role text, language text, created_at instant)
INSERT INTO user (id, email, name, role, language, created_at)
VALUES (:id, :email, :name, :role, :language, :created_at);

-- load_user_division :bulk (user_id u64, division_id u64)
INSERT INTO user_division (user_id, division_id)
VALUES (:user_id, :division_id);

-- load_fx_rate :bulk (base cur, quote cur, rate_on day, rate_e8 i64, source text,
--     recorded_at instant)
INSERT INTO fx_rate (base, quote, rate_on, rate_e8, source, recorded_at)
VALUES (:base, :quote, :rate_on, :rate_e8, :source, :recorded_at);

-- load_source_sync :bulk (division_id u64, source_system text, synced_at instant)
INSERT INTO source_sync (division_id, source_system, synced_at)
VALUES (:division_id, :source_system, :synced_at);

-- load_customer :bulk (id u64, source_system text, source_id text, source_version u64,
--     number text, name text, status text, kind text, language text, time_zone text?,
--     country text?, tax_id text?, terms_days u32?, payment_method text?,
--     credit_limit_minor i64?, credit_currency cur?, since_on day?, known_from instant,
--     recorded_at instant)
INSERT INTO customer (id, source_system, source_id, source_version, number, name, status, kind,
       language, time_zone, country, tax_id, terms_days, payment_method, credit_limit_minor,
       credit_currency, since_on, known_from, recorded_at)
VALUES (:id, :source_system, :source_id, :source_version, :number, :name, :status, :kind,
       :language, :time_zone, :country, :tax_id, :terms_days, :payment_method,
       :credit_limit_minor, :credit_currency, :since_on, :known_from, :recorded_at);

-- load_address :bulk (id u64, customer_id u64, kind text, line1 text, postcode text?, city text?,
--     country text, known_from instant)
INSERT INTO address (id, customer_id, kind, line1, postcode, city, country, known_from)
VALUES (:id, :customer_id, :kind, :line1, :postcode, :city, :country, :known_from);

-- load_contact :bulk (id u64, customer_id u64, source_system text, source_id text,
--     source_version u64, name text, email text?, phone text?, language text?, roles text,
--     email_consent bool, known_from instant, recorded_at instant)
INSERT INTO contact (id, customer_id, source_system, source_id, source_version, name, email,
       phone, language, roles, email_consent, known_from, recorded_at)
VALUES (:id, :customer_id, :source_system, :source_id, :source_version, :name, :email, :phone,
       :language, :roles, :email_consent, :known_from, :recorded_at);

-- load_suppression :bulk (id u64, email text, reason text, detail text?, known_from instant)
INSERT INTO suppression (id, email, reason, detail, known_from)
VALUES (:id, :email, :reason, :detail, :known_from);

-- load_customer_tag :bulk (id u64, customer_id u64, tag text, origin text, user_id u64?,
--     reason text?, known_from instant)
INSERT INTO customer_tag (id, customer_id, tag, origin, user_id, reason, known_from)
VALUES (:id, :customer_id, :tag, :origin, :user_id, :reason, :known_from);

-- load_customer_assignment :bulk (id u64, customer_id u64, division_id u64?, user_id u64,
--     portfolio text?, known_from instant)
INSERT INTO customer_assignment (id, customer_id, division_id, user_id, portfolio, known_from)
VALUES (:id, :customer_id, :division_id, :user_id, :portfolio, :known_from);

-- load_shared :exec ()
-- Customers that several users are assigned to at once.
INSERT IGNORE INTO customer_shared (customer_id)
SELECT a.customer_id FROM customer_assignment a
 WHERE a.known_to IS NULL
 GROUP BY a.customer_id
HAVING COUNT(DISTINCT a.user_id) > 1;

-- load_case_state :bulk (id u64, customer_id u64, division_id u64, currency cur,
--     last_contact_on day?, last_contact_at instant?)
INSERT INTO case_state (id, customer_id, division_id, currency, last_contact_on, last_contact_at)
VALUES (:id, :customer_id, :division_id, :currency, :last_contact_on, :last_contact_at);

-- load_item :bulk (id u64, case_id u64, customer_id u64, division_id u64, currency cur,
--     kind text, side text, source_system text, source_id text, source_version u64, number text,
--     reference text?, issued_on day, amount_minor i64, open_minor i64, payment_method text?,
--     payer_name text?, known_at instant, recorded_at instant)
INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system,
       source_id, source_version, number, reference, issued_on, amount_minor, open_minor,
       payment_method, payer_name, known_at, recorded_at)
VALUES (:id, :case_id, :customer_id, :division_id, :currency, :kind, :side, :source_system,
       :source_id, :source_version, :number, :reference, :issued_on, :amount_minor, :open_minor,
       :payment_method, :payer_name, :known_at, :recorded_at);

-- load_item_line :bulk (item_id u64, line_no u32, description text, order_number text?, quantity text?,
--     unit_minor i64?, tax_rate text?, tax_minor i64?, amount_minor i64)
INSERT INTO item_line (item_id, line_no, description, order_number, quantity, unit_minor, tax_rate, tax_minor,
       amount_minor)
VALUES (:item_id, :line_no, :description, :order_number, :quantity, :unit_minor, :tax_rate, :tax_minor,
       :amount_minor);

-- load_instalment :bulk (id u64, item_id u64, seq u32, case_id u64, issued_on day, due_on day,
--     amount_minor i64, open_minor i64, settled_on day, known_from instant)
INSERT INTO instalment (id, item_id, seq, case_id, issued_on, due_on, amount_minor, open_minor,
       settled_on, known_from)
VALUES (:id, :item_id, :seq, :case_id, :issued_on, :due_on, :amount_minor, :open_minor,
       :settled_on, :known_from);

-- load_allocation :bulk (id u64, case_id u64, credit_case_id u64, credit_item_id u64,
--     instalment_id u64, debit_item_id u64, credit_minor i64, debit_minor i64, effective_on day,
--     known_at instant, recorded_at instant, reverses_id u64?, source_system text,
--     source_id text, reason text?)
INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id,
       credit_minor, debit_minor, effective_on, known_at, recorded_at, reverses_id, source_system,
       source_id, reason)
VALUES (:id, :case_id, :credit_case_id, :credit_item_id, :instalment_id, :debit_item_id,
       :credit_minor, :debit_minor, :effective_on, :known_at, :recorded_at, :reverses_id,
       :source_system, :source_id, :reason);

-- load_fee_claim :bulk (id u64, instalment_id u64, script text, step text, cycle u32,
--     case_id u64, item_id u64, base_minor i64, rate_e6 i64, fixed_minor i64, days i32,
--     basis text, claimed_on day)
INSERT INTO fee_claim (id, instalment_id, script_id, step, cycle, case_id, item_id, base_minor,
       rate_e6, fixed_minor, days, basis, claimed_on)
VALUES (:id, :instalment_id, (SELECT id FROM script WHERE kind = 'strategy' AND name = :script),
       :step, :cycle, :case_id, :item_id, :base_minor, :rate_e6, :fixed_minor, :days, :basis,
       :claimed_on);

-- load_hold :bulk (id u64, customer_id u64, case_id u64?, item_id u64?, kind text,
--     amount_minor i64?, until_on day?, reason text, user_id u64?, known_from instant,
--     known_to instant?)
INSERT INTO hold (id, customer_id, case_id, item_id, kind, amount_minor, until_on, reason,
       user_id, known_from, known_to)
VALUES (:id, :customer_id, :case_id, :item_id, :kind, :amount_minor, :until_on, :reason, :user_id,
       :known_from, :known_to);

-- load_dispute :bulk (id u64, case_id u64, customer_id u64, item_id u64, amount_minor i64,
--     reason_code text, detail text?, owner_id u64?, target_on day?, opened_on day,
--     actor_kind text, actor_id text, known_from instant, known_to instant?, resolution text?)
INSERT INTO dispute (id, case_id, customer_id, item_id, amount_minor, reason_code, detail,
       owner_id, target_on, opened_on, actor_kind, actor_id, known_from, known_to, resolution)
VALUES (:id, :case_id, :customer_id, :item_id, :amount_minor, :reason_code, :detail, :owner_id,
       :target_on, :opened_on, :actor_kind, :actor_id, :known_from, :known_to, :resolution);

-- load_dispute_event :bulk (id u64, dispute_id u64, kind text, at instant, actor_kind text,
--     actor_id text, detail text?)
INSERT INTO dispute_event (id, dispute_id, kind, at, actor_kind, actor_id, detail)
VALUES (:id, :dispute_id, :kind, :at, :actor_kind, :actor_id, :detail);

-- load_promise :bulk (id u64, case_id u64, customer_id u64, amount_minor i64, made_on day,
--     promised_on day, judged_on day, channel text, note text?, actor_kind text, actor_id text,
--     known_from instant)
INSERT INTO promise (id, case_id, customer_id, amount_minor, made_on, promised_on, judged_on,
       channel, note, actor_kind, actor_id, known_from)
VALUES (:id, :case_id, :customer_id, :amount_minor, :made_on, :promised_on, :judged_on, :channel,
       :note, :actor_kind, :actor_id, :known_from);

-- load_promise_item :bulk (promise_id u64, instalment_id u64, minor i64)
INSERT INTO promise_item (promise_id, instalment_id, minor)
VALUES (:promise_id, :instalment_id, :minor);

-- load_follow_up :bulk (id u64, customer_id u64, case_id u64?, kind text, title text, due_on day,
--     priority i32, assignee_id u64?, state text, outcome text?, origin text, origin_id text,
--     created_at instant, ended_at instant?, ended_by u64?)
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id,
       state, outcome, origin, origin_id, created_at, ended_at, ended_by)
VALUES (:id, :customer_id, :case_id, :kind, :title, :due_on, :priority, :assignee_id, :state,
       :outcome, :origin, :origin_id, :created_at, :ended_at, :ended_by);

-- load_follow_up_line :bulk (instalment_id u64, script text, step text, cycle u32,
--     follow_up_id u64, case_id u64, taken_on day, level u32)
INSERT INTO follow_up_line (instalment_id, script_id, step, cycle, follow_up_id, case_id,
       taken_on, level)
VALUES (:instalment_id, (SELECT id FROM script WHERE kind = 'strategy' AND name = :script), :step,
       :cycle, :follow_up_id, :case_id, :taken_on, :level);

-- load_note :bulk (id u64, customer_id u64, case_id u64?, item_id u64?, user_id u64, body text,
--     created_at instant)
INSERT INTO note (id, customer_id, case_id, item_id, user_id, body, created_at)
VALUES (:id, :customer_id, :case_id, :item_id, :user_id, :body, :created_at);

-- load_phone_call :bulk (id u64, customer_id u64, case_id u64?, contact_id u64?, user_id u64,
--     outcome text, body text?, called_at instant)
INSERT INTO phone_call (id, customer_id, case_id, contact_id, user_id, outcome, body, called_at)
VALUES (:id, :customer_id, :case_id, :contact_id, :user_id, :outcome, :body, :called_at);

-- load_conversation :bulk (id u64, customer_id u64, subject text, state text, created_at instant,
--     last_at instant)
INSERT INTO conversation (id, customer_id, subject, state, created_at, last_at)
VALUES (:id, :customer_id, :subject, :state, :created_at, :last_at);

-- load_message :bulk (id u64, conversation_id u64, customer_id u64, author_kind text,
--     author_id text, channel text, body text, created_at instant)
INSERT INTO message (id, conversation_id, customer_id, author_kind, author_id, channel, body,
       created_at)
VALUES (:id, :conversation_id, :customer_id, :author_kind, :author_id, :channel, :body,
       :created_at);

-- load_activity :bulk (id u64, customer_id u64, case_id u64?, at instant, kind text,
--     actor_kind text, actor_id text, ref_kind text?, ref_id u64?, title text, detail text?)
INSERT INTO activity (id, customer_id, case_id, at, kind, actor_kind, actor_id, ref_kind, ref_id,
       title, detail)
VALUES (:id, :customer_id, :case_id, :at, :kind, :actor_kind, :actor_id, :ref_kind, :ref_id,
       :title, :detail);

-- load_outbox :bulk (id u64, case_id u64?, customer_id u64, kind text, channel text,
--     template text, script text, step text?, state text, not_before instant, attempts u32,
--     message_id text?, subject text?, body_text text?, body_html text?, total_minor i64?,
--     currency cur?, actor_kind text, actor_id text, created_at instant, handed_at instant?,
--     handed_on day?, reply text?)
INSERT INTO outbox (id, case_id, customer_id, kind, channel, template, script_id, step, state,
       not_before, attempts, message_id, subject, body_text, body_html, total_minor, currency,
       actor_kind, actor_id, created_at, handed_at, handed_on, reply)
VALUES (:id, :case_id, :customer_id, :kind, :channel, :template,
       (SELECT id FROM script WHERE kind = 'strategy' AND name = :script), :step, :state,
       :not_before, :attempts, :message_id, :subject, :body_text, :body_html, :total_minor,
       :currency, :actor_kind, :actor_id, :created_at, :handed_at, :handed_on, :reply);

-- load_outbox_line :bulk (instalment_id u64, script text, step text, cycle u32, outbox_id u64,
--     case_id u64, level u32, open_minor i64?, handed_on day?)
INSERT INTO outbox_line (instalment_id, script_id, step, cycle, outbox_id, case_id, level,
       open_minor, handed_on)
VALUES (:instalment_id, (SELECT id FROM script WHERE kind = 'strategy' AND name = :script), :step,
       :cycle, :outbox_id, :case_id, :level, :open_minor, :handed_on);

-- load_outbox_recipient :bulk (outbox_id u64, email text, contact_id u64?, role text, state text,
--     at instant?)
INSERT INTO outbox_recipient (outbox_id, email, contact_id, role, state, at)
VALUES (:outbox_id, :email, :contact_id, :role, :state, :at);

-- load_outbox_attempt :bulk (outbox_id u64, attempt u32, real_at instant, outcome text,
--     reply text?)
INSERT INTO outbox_attempt (outbox_id, attempt, real_at, outcome, reply)
VALUES (:outbox_id, :attempt, :real_at, :outcome, :reply);

-- load_company :one () → (divisions_n u64)
-- Whether a company is here already.
SELECT COUNT(*) AS divisions_n FROM division;

-- load_next_block :one () → (first_id u64)
-- Takes 1,000 ids. SETVAL would take no parameter.
SELECT COALESCE(NEXT VALUE FOR id_block, 0) AS first_id;

-- load_setting :bulk (name text, known_from instant, value json)
INSERT INTO setting (name, known_from, value)
VALUES (:name, :known_from, :value);

-- load_synced :exec (at instant)
-- The ledger was fresh at that instant.
UPDATE source_sync SET synced_at = :at;

-- load_synced_note :exec (minute instant)
INSERT INTO source_sync_history (division_id, source_system, synced_minute)
SELECT division_id, source_system, :minute FROM source_sync;

-- load_is_demo :one () → (demo bool)
SELECT COALESCE(MAX(value = 'true'), FALSE) AS demo FROM setting WHERE name = 'company.demo' AND known_to IS NULL;

-- load_send_now :exec (now_at instant)
-- What is planned for a later hour goes at once.
UPDATE outbox SET not_before = :now_at WHERE state = 'planned' AND not_before > :now_at;
