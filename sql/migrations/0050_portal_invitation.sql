-- Why:   who may come in is said by invitations, of staff or of a customer's own admin.
-- Locks: a new table; ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS portal_invitation (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    person_id   BIGINT UNSIGNED NOT NULL COMMENT 'to whom the mail goes; nobody else becomes a member by it',
    contact_id  BIGINT UNSIGNED NULL,
    name        VARCHAR(200) NOT NULL COMMENT 'as the inviter wrote it',
    role        ENUM('viewer','payer','admin') NOT NULL,
    token_hash  BINARY(32) NOT NULL COMMENT 'SHA-256; the token follows from the installation''s key and the id',
    actor_kind  ENUM('user','contact') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    expires_at  DATETIME(6) NOT NULL,
    accepted_at DATETIME(6) NULL,
    revoked_at  DATETIME(6) NULL COMMENT 'also set when a newer one took its place',
    PRIMARY KEY (id),
    UNIQUE KEY portal_invitation_token (token_hash),
    KEY portal_invitation_customer (customer_id, id),
    KEY portal_invitation_person (person_id),
    CONSTRAINT portal_invitation_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
    CONSTRAINT portal_invitation_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a way to a membership, once';

ALTER TABLE staff_mail
    ADD COLUMN IF NOT EXISTS invitation_id BIGINT UNSIGNED NULL COMMENT 'portal_invitation whose link stands for {link} in the text';
