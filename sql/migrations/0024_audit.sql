-- Why:   people are told what waits for them, in the app and by a digest; and the
--        record of who did what can no longer be changed unseen.
-- Locks: new tables; one ADD KEY and three triggers on audit_event.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS notification (
    id          BIGINT UNSIGNED NOT NULL,
    user_id     BIGINT UNSIGNED NOT NULL COMMENT 'whom it is for',
    kind        VARCHAR(32) NOT NULL COMMENT 'mention | follow_up_assigned | follow_up_due | reply_waiting | approval_waiting | undeliverable | run_failed',
    title       VARCHAR(300) NOT NULL COMMENT 'what it is about, one line',
    detail      TEXT NULL COMMENT 'JSON',
    ref_kind    VARCHAR(32) NULL,
    ref_id      BIGINT UNSIGNED NULL,
    customer_id BIGINT UNSIGNED NULL,
    created_at  DATETIME(6) NOT NULL,
    read_at     DATETIME(6) NULL,
    dedup_key   VARCHAR(128) NULL COMMENT 'one cause is told to one user once',
    push        TINYINT(1) NULL DEFAULT 1 COMMENT '1 until open browsers were told, then NULL',
    unread      TINYINT(1) AS (IF(read_at IS NULL, 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY notification_once (user_id, dedup_key),
    KEY notification_user (user_id, created_at, id),
    KEY notification_unread (user_id, unread, created_at),
    KEY notification_push (push, user_id),
    CONSTRAINT notification_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what a user is told';

-- A user without a row has the defaults.
CREATE TABLE IF NOT EXISTS notification_choice (
    user_id     BIGINT UNSIGNED NOT NULL,
    digest      ENUM('off','daily','hourly') NOT NULL DEFAULT 'daily' COMMENT 'what is unread, by mail',
    digest_hour TINYINT UNSIGNED NOT NULL DEFAULT 8 COMMENT 'local hour of the daily one',
    time_zone   VARCHAR(64) NULL COMMENT 'IANA name; NULL: the company''s',
    PRIMARY KEY (user_id),
    CONSTRAINT notification_choice_digest_hour CHECK (digest_hour < 24),
    CONSTRAINT notification_choice_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='how a user wants to be told';

CREATE TABLE IF NOT EXISTS notification_digest (
    user_id BIGINT UNSIGNED NOT NULL,
    period  VARCHAR(16) NOT NULL COMMENT 'local day, or day and hour: 2026-03-04T09',
    made_at DATETIME(6) NOT NULL,
    rows_n  INT UNSIGNED NOT NULL COMMENT '0: there was nothing to tell, so no mail',
    PRIMARY KEY (user_id, period),
    CONSTRAINT notification_digest_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which digests were made; one a period';

-- -- the audit ---------------------------------------------------------------

ALTER TABLE audit_event
    ADD KEY IF NOT EXISTS audit_event_actor (actor_kind, actor_id, id),
    ADD KEY IF NOT EXISTS audit_event_at (at, id),
    ADD KEY IF NOT EXISTS audit_event_action (action, id);

-- Where the chain ends: without it a missing tail could not be told from a short chain.
CREATE TABLE IF NOT EXISTS audit_seal (
    id        TINYINT UNSIGNED NOT NULL,
    last_id   BIGINT UNSIGNED NOT NULL COMMENT 'last sealed audit_event; 0: none yet',
    sealed_n  BIGINT UNSIGNED NOT NULL COMMENT 'rows sealed so far',
    seal      BINARY(32) NOT NULL COMMENT 'of that row; zeros before the first',
    mac       BINARY(32) NULL COMMENT 'HMAC-SHA-256 of the three under the installation''s key: who has only the database cannot forge it',
    sealed_at DATETIME(6) NULL COMMENT 'real clock',
    PRIMARY KEY (id),
    CONSTRAINT audit_seal_one CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='head of the hash chain; one row';
INSERT IGNORE INTO audit_seal (id, last_id, sealed_n, seal) VALUES (1, 0, 0, REPEAT(CHAR(0), 32));

-- A person looks at a customer's file many times an hour; one row an hour tells it.
CREATE TABLE IF NOT EXISTS audit_view (
    viewer      BINARY(32) NOT NULL COMMENT 'hash of the session, or of the program''s id',
    object_kind VARCHAR(32) NOT NULL,
    object_id   BIGINT UNSIGNED NOT NULL,
    hour_at     DATETIME(6) NOT NULL COMMENT 'start of the hour, business time',
    PRIMARY KEY (viewer, object_kind, object_id, hour_at),
    KEY audit_view_age (hour_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which looks at a file stand in the audit already';

-- What happened stays: only an empty seal may be filled. (A server that writes a binary log lets
-- an account without SUPER make triggers only with log_bin_trust_function_creators = 1.)
DELIMITER //
CREATE TRIGGER IF NOT EXISTS audit_event_keep BEFORE UPDATE ON audit_event FOR EACH ROW
BEGIN
    IF OLD.seal IS NOT NULL OR NEW.seal IS NULL
        OR NOT (NEW.id <=> OLD.id AND NEW.at <=> OLD.at AND NEW.actor_kind <=> OLD.actor_kind
            AND NEW.actor_id <=> OLD.actor_id AND NEW.ip <=> OLD.ip
            AND NEW.request_id <=> OLD.request_id AND NEW.action <=> OLD.action
            AND NEW.object_kind <=> OLD.object_kind AND NEW.object_id <=> OLD.object_id
            AND NEW.customer_id <=> OLD.customer_id AND NEW.before_json <=> OLD.before_json
            AND NEW.after_json <=> OLD.after_json) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_event is append-only';
    END IF;
END//
CREATE TRIGGER IF NOT EXISTS audit_event_stay BEFORE DELETE ON audit_event FOR EACH ROW
BEGIN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_event is append-only';
END//
CREATE TRIGGER IF NOT EXISTS audit_event_unsealed BEFORE INSERT ON audit_event FOR EACH ROW
BEGIN
    IF NEW.seal IS NOT NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a seal is set by the sealer';
    END IF;
END//
DELIMITER ;
