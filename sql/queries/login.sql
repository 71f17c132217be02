-- How often somebody tried; times are the real clock's.

-- login_attempt_take :exec (subject text, at instant, window_from instant)
-- Counts one try; a window that is over starts anew.
INSERT INTO login_attempt (subject, window_at, failures)
VALUES (:subject, :at, 1)
ON DUPLICATE KEY UPDATE
    failures = IF(window_at <= :window_from, 1, failures + 1),
    window_at = IF(window_at <= :window_from, :at, window_at);

-- login_attempt_count :one (subject text) → (window_at instant, failures u32)
SELECT window_at, failures FROM login_attempt WHERE subject = :subject;

-- login_attempt_back :exec (subject text)
-- That try was none of those that count.
UPDATE login_attempt SET failures = failures - 1 WHERE subject = :subject AND failures > 0;

-- login_attempt_clear :exec (subject text)
DELETE FROM login_attempt WHERE subject = :subject;

-- login_attempt_prune :exec (before_at instant)
DELETE FROM login_attempt WHERE window_at < :before_at;
