-- Why:   how a customer gets in, and as whom.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS person (
    id         BIGINT UNSIGNED NOT NULL,
    email      VARCHAR(254) NOT NULL,
    name       VARCHAR(200) NOT NULL,
    language   VARCHAR(16) NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY person_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a human at one or several customers';

CREATE TABLE IF NOT EXISTS portal_membership (
    person_id   BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    role        ENUM('viewer','payer','admin') NOT NULL,
    known_from  DATETIME(6) NOT NULL,
    known_to    DATETIME(6) NULL,
    PRIMARY KEY (person_id, customer_id, known_from),
    KEY portal_membership_customer (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='who may see what in the portal';

CREATE TABLE IF NOT EXISTS access_link (
    id          BIGINT UNSIGNED NOT NULL,
    token_hash  BINARY(32) NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    contact_id  BIGINT UNSIGNED NULL,
    scope       ENUM('account','statement','invoice') NOT NULL,
    item_id     BIGINT UNSIGNED NULL,
    outbox_id   BIGINT UNSIGNED NULL,
    created_at  DATETIME(6) NOT NULL,
    expires_at  DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    revoked_at  DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY access_link_token (token_hash),
    KEY access_link_customer (customer_id),
    KEY access_link_outbox (outbox_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a signed way in, for one contact and one scope';

-- A session from a link carries its customer; one from an account has customer_id NULL and goes
-- through portal_membership.
CREATE TABLE IF NOT EXISTS portal_session (
    token_hash   BINARY(32) NOT NULL,
    csrf_hash    BINARY(32) NOT NULL,
    link_id      BIGINT UNSIGNED NULL,
    person_id    BIGINT UNSIGNED NULL,
    contact_id   BIGINT UNSIGNED NULL,
    customer_id  BIGINT UNSIGNED NULL,
    scope        ENUM('account','statement','invoice') NOT NULL,
    item_id      BIGINT UNSIGNED NULL,
    created_at   DATETIME(6) NOT NULL,
    last_seen_at DATETIME(6) NOT NULL,
    expires_at   DATETIME(6) NOT NULL,
    revoked_at   DATETIME(6) NULL,
    ip           VARCHAR(45) NOT NULL,
    user_agent   VARCHAR(200) NOT NULL,
    PRIMARY KEY (token_hash),
    KEY portal_session_link (link_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a customer''s browser';
