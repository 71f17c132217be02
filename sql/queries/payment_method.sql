-- What customers saved to pay with, at their providers. Those of the portal are bound to the
-- session's customer.

-- payment_method_insert :exec (id u64, case_id u64, customer_id u64, division_id u64, provider text,
--     intent_id u64?, actor_kind text, actor_id text, created_at instant)
INSERT INTO payment_method (id, case_id, customer_id, division_id, provider, intent_id, actor_kind, actor_id, created_at)
VALUES (:id, :case_id, :customer_id, :division_id, :provider, :intent_id, :actor_kind, :actor_id, :created_at);

-- payment_method_started :exec (id u64, url text?)
UPDATE payment_method SET url = :url WHERE id = :id AND state = 'open';

-- payment_method_names :many [hot] (provider text?, id u64?, provider_id text?) → (id u64, case_id u64)
-- By our own id, else by the provider's.
SELECT id, case_id FROM payment_method WHERE id = :id AND (:provider IS NULL OR provider = :provider)
 UNION
SELECT id, case_id FROM payment_method WHERE :id IS NULL AND provider = :provider AND provider_id = :provider_id;

-- payment_method_lock :one (id u64)
--     → (id u64, case_id u64, customer_id u64, provider text, provider_id text?, provider_customer text?, label text?, state text)
-- Under the lock of its case, which the caller has.
SELECT id, case_id, customer_id, provider, provider_id, provider_customer, label, state
  FROM payment_method WHERE id = :id FOR UPDATE;

-- payment_method_saved :exec (id u64, provider_id text, provider_customer text, mandate text?, kind text, label text,
--     saved_at instant)
UPDATE payment_method
   SET state = 'active', provider_id = :provider_id, provider_customer = :provider_customer, mandate = :mandate,
       kind = :kind, label = :label, saved_at = :saved_at, ended_at = NULL, url = NULL
 WHERE id = :id;

-- payment_method_end :exec (id u64, state text, ended_at instant)
UPDATE payment_method SET state = :state, ended_at = :ended_at, url = NULL WHERE id = :id;

-- payment_method_left :exec (intent_id u64, ended_at instant)
-- The payment that it was to be saved with came to nothing.
UPDATE payment_method SET state = 'failed', ended_at = :ended_at WHERE intent_id = :intent_id AND state = 'open';

-- payment_method_of_intent :many [hot] (intent_id u64) → (id u64, state text, label text?)
SELECT id, state, label FROM payment_method WHERE intent_id = :intent_id;

-- payment_method_customer :many [hot] (case_id u64, provider text) → (provider_customer text)
-- How the provider calls the customer of an account already.
SELECT COALESCE(provider_customer, '') AS provider_customer FROM payment_method
 WHERE case_id = :case_id AND provider = :provider AND provider_customer <> ''
 ORDER BY id DESC LIMIT 1;

-- payment_methods :many [hot] (customer_id u64, id u64?)
--     → (id u64, case_id u64, provider text, kind text?, label text?, state text, url text?, created_at instant,
--        saved_at instant?, ended_at instant?, by_name text?)
-- Those that are there or were tried of late, the newest first; what a payment was to save and has not, belongs to that payment.
SELECT m.id, m.case_id, m.provider, m.kind, m.label, m.state, m.url, m.created_at, m.saved_at, m.ended_at,
       COALESCE((SELECT k.name FROM contact k WHERE m.actor_kind = 'contact' AND k.id = IF(m.actor_id LIKE '%:%', NULL, m.actor_id)),
                (SELECT n.name FROM person n WHERE m.actor_id LIKE 'person:%' AND n.id = SUBSTRING(m.actor_id, 8))) AS by_name
  FROM payment_method m
 WHERE m.customer_id = :customer_id AND (:id IS NULL OR m.id = :id)
   AND (m.intent_id IS NULL OR m.state NOT IN ('open', 'failed'))
 ORDER BY m.state = 'active' DESC, m.id DESC
 LIMIT 50;

-- payment_method_accounts :many [hot] (customer_id u64, case_id u64?, scope u64?)
--     → (id u64, company text, currency cur, providers text, time_zone text)
-- The accounts of a customer: whom it owes in which currency.
SELECT s.id, v.name AS company, s.currency, COALESCE(CAST(v.pay_providers AS CHAR), '') AS providers, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.customer_id = :customer_id AND (:case_id IS NULL OR s.id = :case_id)
   AND (:scope IS NULL OR SEES(s.division_id, s.customer_id))
 ORDER BY s.id;
