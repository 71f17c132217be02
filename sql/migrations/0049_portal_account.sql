-- Why:   people at customers have accounts of their own: a password, codes by mail, a
--        second factor; several customers each, of which a session names one.
-- Locks: new tables; ADD COLUMN without a rebuild; staff_mail.user_id may be NULL, as
--        mail to such a person belongs to no member of staff (a rebuild of a small table).
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE person
    ADD COLUMN IF NOT EXISTS phone VARCHAR(64) NULL,
    ADD COLUMN IF NOT EXISTS password_hash VARCHAR(128) NULL COMMENT 'Argon2id, encoded',
    ADD COLUMN IF NOT EXISTS totp_sealed VARBINARY(128) NULL COMMENT 'second factor, sealed with the installation''s key',
    ADD COLUMN IF NOT EXISTS totp_pending VARBINARY(128) NULL COMMENT 'being set up, sealed',
    ADD COLUMN IF NOT EXISTS totp_step BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'last time step used: a code works once',
    ADD COLUMN IF NOT EXISTS present_id BIGINT UNSIGNED NULL COMMENT 'the customer looked at last',
    ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1;

CREATE TABLE IF NOT EXISTS person_recovery_code (
    person_id  BIGINT UNSIGNED NOT NULL,
    code_hash  BINARY(32) NOT NULL COMMENT 'HMAC of the code; the code itself is nowhere',
    created_at DATETIME(6) NOT NULL,
    used_at    DATETIME(6) NULL,
    PRIMARY KEY (person_id, code_hash),
    CONSTRAINT person_recovery_code_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='each stands once for a code of the second factor';

CREATE TABLE IF NOT EXISTS mail_code (
    id         BIGINT UNSIGNED NOT NULL COMMENT 'the code follows from the installation''s key and this id; it is nowhere',
    person_id  BIGINT UNSIGNED NULL COMMENT 'NULL: nobody has the address that was given',
    created_at DATETIME(6) NOT NULL COMMENT 'real clock',
    expires_at DATETIME(6) NOT NULL COMMENT 'real clock',
    tries      INT UNSIGNED NOT NULL DEFAULT 0,
    used_at    DATETIME(6) NULL COMMENT 'real clock',
    ip         VARCHAR(45) NOT NULL COMMENT 'of who asked',
    PRIMARY KEY (id),
    KEY mail_code_person (person_id, created_at, id),
    KEY mail_code_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a code that signs a person in, for minutes and once';

ALTER TABLE portal_session
    ADD COLUMN IF NOT EXISTS via ENUM('link','password','code','passkey','invitation','staff') NOT NULL DEFAULT 'link',
    ADD COLUMN IF NOT EXISTS mfa TINYINT(1) NOT NULL DEFAULT 0,
    ADD INDEX IF NOT EXISTS portal_session_person (person_id);

ALTER TABLE portal_membership
    ADD COLUMN IF NOT EXISTS contact_id BIGINT UNSIGNED NULL COMMENT 'which contact of the customer this is; in force while that is in use';

ALTER TABLE staff_mail
    MODIFY COLUMN user_id BIGINT UNSIGNED NULL COMMENT 'the address is the user''s when it is sent; NULL: a person''s',
    ADD COLUMN IF NOT EXISTS person_id BIGINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS code_id BIGINT UNSIGNED NULL COMMENT 'mail_code that stands for {code} in the text';
