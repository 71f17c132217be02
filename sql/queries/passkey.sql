-- Passkeys of people at customers. Times of challenges are the real clock's.

-- passkey_challenge_insert :exec (challenge_hash hash, person_id u64?, expires_at instant)
INSERT INTO passkey_challenge (challenge_hash, person_id, expires_at)
VALUES (:challenge_hash, :person_id, :expires_at);

-- passkey_challenge_use :exec (challenge_hash hash, person_id u64?, at instant)
-- Touches no row when it was never asked, was answered, is over, or was asked of somebody else.
DELETE FROM passkey_challenge
 WHERE challenge_hash = :challenge_hash AND person_id <=> :person_id AND expires_at > :at;

-- passkey_challenge_prune :exec (before_at instant)
DELETE FROM passkey_challenge WHERE expires_at < :before_at;

-- passkey_insert :exec (id u64, person_id u64, credential_id blob, credential_hash hash, algorithm i32,
--     public_key blob, counter u64, name text, created_at instant)
INSERT INTO passkey (id, person_id, credential_id, credential_hash, algorithm, public_key, counter, name,
    created_at)
VALUES (:id, :person_id, :credential_id, :credential_hash, :algorithm, :public_key, :counter, :name,
    :created_at);

-- passkey_by_credential :one [hot] (credential_hash hash)
--     → (id u64, person_id u64, algorithm i32, public_key blob, counter u64)
SELECT id, person_id, algorithm, public_key, counter FROM passkey WHERE credential_hash = :credential_hash;

-- passkey_count :exec (id u64, counter u64, used_at instant)
-- Touches no row when a counter that counts did not go up: the key was copied.
UPDATE passkey SET counter = :counter, used_at = :used_at
 WHERE id = :id AND (counter < :counter OR counter = 0 AND :counter = 0);

-- passkey_of_person :many (person_id u64)
--     → (id u64, credential_id blob, name text, created_at instant, used_at instant?)
SELECT id, credential_id, name, created_at, used_at FROM passkey
 WHERE person_id = :person_id ORDER BY created_at, id LIMIT 50;

-- passkey_remove :exec (person_id u64, id u64)
DELETE FROM passkey WHERE id = :id AND person_id = :person_id;

-- passkey_settle :exec (person_id u64)
-- Without a passkey none is demanded.
UPDATE person SET passkey_needed = 0
 WHERE id = :person_id AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = person.id);

-- passkey_demand :exec (person_id u64, needed bool)
-- Touches no row of who has none.
UPDATE person SET passkey_needed = :needed, version = version + 1
 WHERE id = :person_id AND (:needed = 0 OR EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = person.id));

-- passkey_is_demanded :one (person_id u64) → (needed bool)
SELECT passkey_needed AS needed FROM person WHERE id = :person_id;
