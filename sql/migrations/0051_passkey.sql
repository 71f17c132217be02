-- Why:   people at customers sign in with passkeys (WebAuthn), which may be demanded of them
--        besides a password or a code by mail.
-- Locks: new tables; ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE person
    ADD COLUMN IF NOT EXISTS passkey_needed TINYINT(1) NOT NULL DEFAULT 0
        COMMENT 'a password or a code by mail alone is not enough while there is a passkey';

CREATE TABLE IF NOT EXISTS passkey (
    id            BIGINT UNSIGNED NOT NULL,
    person_id     BIGINT UNSIGNED NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    credential_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of credential_id',
    algorithm     INT NOT NULL COMMENT 'COSE: -7 ES256, -8 EdDSA, -257 RS256',
    public_key    VARBINARY(1024) NOT NULL,
    counter       BIGINT UNSIGNED NOT NULL COMMENT 'of signatures, as the authenticator said last; 0: it does not count',
    name          VARCHAR(100) NOT NULL,
    created_at    DATETIME(6) NOT NULL,
    used_at       DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY passkey_credential (credential_hash),
    KEY passkey_person (person_id),
    CONSTRAINT passkey_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a public key of a person''s authenticator';

CREATE TABLE IF NOT EXISTS passkey_challenge (
    challenge_hash BINARY(32) NOT NULL COMMENT 'SHA-256; the challenge itself is nowhere',
    person_id      BIGINT UNSIGNED NULL COMMENT 'who registers; NULL: somebody signs in',
    expires_at     DATETIME(6) NOT NULL COMMENT 'real clock',
    PRIMARY KEY (challenge_hash),
    KEY passkey_challenge_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='asked once, answered once';
