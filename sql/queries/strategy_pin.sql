-- The strategy a person chose for a case; it wins over segments.

-- strategy_pin_script :one [hot] (name text) → (id u64)
-- A strategy that runs.
SELECT id
  FROM script
 WHERE kind = 'strategy' AND name = :name AND active_version_id IS NOT NULL;

-- strategy_pin_live :one [hot] (case_id u64) → (name text, reason text?)
-- What is chosen now.
SELECT s.name, p.reason
  FROM strategy_pin p
  JOIN script s ON s.id = p.script_id
 WHERE p.case_id = :case_id AND p.live = 1;

-- strategy_pin_end :exec (case_id u64, at instant)
UPDATE strategy_pin SET known_to = :at WHERE case_id = :case_id AND live = 1;

-- strategy_pin_insert :exec (id u64, case_id u64, script_id u64, user_id u64?, reason text?,
--     known_from instant)
INSERT INTO strategy_pin (id, case_id, script_id, user_id, reason, known_from)
VALUES (:id, :case_id, :script_id, :user_id, :reason, :known_from);
