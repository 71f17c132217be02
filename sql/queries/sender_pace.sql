-- How much each sender may send: by the real clock.

-- sender_pace_begin :exec (sender text, used_to instant)
-- Does nothing where the sender is known.
INSERT INTO sender_pace (sender, used_to) VALUES (:sender, :used_to)
    ON DUPLICATE KEY UPDATE sender = sender_pace.sender;

-- sender_pace_lock :one [hot] (sender text) → (used_to instant)
SELECT used_to FROM sender_pace WHERE sender = :sender FOR UPDATE;

-- sender_pace_use :exec (sender text, used_to instant)
UPDATE sender_pace SET used_to = :used_to WHERE sender = :sender;
