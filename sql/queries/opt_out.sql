-- A contact that wants no more mail.

-- opt_out_contact :one [hot] (id u64)
--     → (id u64, customer_id u64, email text, language text, email_consent bool)
SELECT k.id, k.customer_id, COALESCE(k.email, '') AS email, COALESCE(k.language, c.language) AS language, k.email_consent
  FROM contact k
  JOIN customer c ON c.id = k.customer_id
 WHERE k.id = :id AND k.active = 1 AND k.email IS NOT NULL;

-- opt_out_history :exec (id u64, at instant)
-- What was known until now, unless it became known only now.
INSERT INTO contact_history (contact_id, known_from, known_to, name, email, phone, language, time_zone,
       roles, email_consent, active)
SELECT id, known_from, :at, name, email, phone, language, time_zone, roles, email_consent, active
  FROM contact
 WHERE id = :id AND email_consent = 1 AND known_from < :at;

-- opt_out_set :exec (id u64, at instant)
UPDATE contact
   SET email_consent = 0, known_from = GREATEST(known_from, :at), known_assumed = 0, recorded_at = :at,
       version = version + 1
 WHERE id = :id AND email_consent = 1;
