-- Why:   the group that owns this database: legal entities, people who sign in,
--        programs that call in, settings, and the record of who did what.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

-- Blocks of 1,000 ids. A sequence stands outside transactions, so a rolled back
-- transaction can never hand an id out twice.
CREATE SEQUENCE IF NOT EXISTS id_block START WITH 1000 INCREMENT BY 1000 CACHE 100 ENGINE=InnoDB;

-- Commit-ordered numbers for the integrators' change feed.
CREATE SEQUENCE IF NOT EXISTS change_block START WITH 1 INCREMENT BY 1 CACHE 1000 ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS division (
    id             BIGINT UNSIGNED NOT NULL,
    code           VARCHAR(32) NOT NULL,
    name           VARCHAR(200) NOT NULL,
    country        CHAR(2) NOT NULL COMMENT 'ISO 3166, chooses the country pack',
    region         VARCHAR(8) NULL COMMENT 'ISO 3166-2 part, for regional holidays',
    time_zone      VARCHAR(64) NOT NULL COMMENT 'IANA name; today and lateness are this zone''s',
    currency       CHAR(3) NOT NULL COMMENT 'reporting currency',
    cash_authority ENUM('erp','dunlin') NOT NULL DEFAULT 'erp' COMMENT 'whose payments count; the other side''s confirm',
    created_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY division_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a legal entity or business unit: who is owed';

CREATE TABLE IF NOT EXISTS setting (
    name       VARCHAR(64) NOT NULL,
    known_from DATETIME(6) NOT NULL,
    known_to   DATETIME(6) NULL,
    value      TEXT NOT NULL COMMENT 'JSON',
    user_id    BIGINT UNSIGNED NULL,
    PRIMARY KEY (name, known_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='company settings, versioned';

CREATE TABLE IF NOT EXISTS user (
    id            BIGINT UNSIGNED NOT NULL,
    email         VARCHAR(254) NOT NULL,
    name          VARCHAR(200) NOT NULL,
    role          VARCHAR(32) NOT NULL COMMENT 'collector | manager | viewer | admin',
    password_hash VARCHAR(128) NULL COMMENT 'Argon2id, encoded',
    totp_sealed   VARBINARY(128) NULL COMMENT 'second factor, sealed with the installation''s key',
    totp_step     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'last time step used: a code works once',
    language      VARCHAR(16) NOT NULL DEFAULT 'en',
    status        ENUM('active','disabled') NOT NULL DEFAULT 'active',
    created_at    DATETIME(6) NOT NULL,
    version       INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    UNIQUE KEY user_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='staff';

-- A user with no row here sees every division.
CREATE TABLE IF NOT EXISTS user_division (
    user_id     BIGINT UNSIGNED NOT NULL,
    division_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id, division_id),
    CONSTRAINT user_division_user FOREIGN KEY (user_id) REFERENCES user (id),
    CONSTRAINT user_division_division FOREIGN KEY (division_id) REFERENCES division (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='which divisions a user is limited to';

CREATE TABLE IF NOT EXISTS session (
    token_hash   BINARY(32) NOT NULL COMMENT 'SHA-256 of the cookie; the cookie itself is nowhere',
    user_id      BIGINT UNSIGNED NOT NULL,
    csrf_hash    BINARY(32) NOT NULL,
    mfa          TINYINT(1) NOT NULL DEFAULT 0,
    created_at   DATETIME(6) NOT NULL,
    last_seen_at DATETIME(6) NOT NULL,
    expires_at   DATETIME(6) NOT NULL,
    revoked_at   DATETIME(6) NULL,
    ip           VARCHAR(45) NOT NULL,
    user_agent   VARCHAR(200) NOT NULL,
    PRIMARY KEY (token_hash),
    KEY session_user (user_id),
    CONSTRAINT session_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a signed-in browser of staff';

CREATE TABLE IF NOT EXISTS login_attempt (
    subject   VARCHAR(300) NOT NULL COMMENT 'kind:address or kind:e-mail being tried',
    window_at DATETIME(6) NOT NULL COMMENT 'start of the counting window, real clock',
    failures  INT UNSIGNED NOT NULL,
    PRIMARY KEY (subject)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='rate limit of log-ins and access links';

CREATE TABLE IF NOT EXISTS api_client (
    id            VARCHAR(64) NOT NULL COMMENT 'the sub claim',
    name          VARCHAR(200) NOT NULL,
    algorithm     ENUM('HS256','RS256','ES256') NOT NULL COMMENT 'fixed; a token''s header is never asked',
    key_sealed    VARBINARY(4096) NOT NULL COMMENT 'HMAC secret or public key, sealed',
    scopes        VARCHAR(500) NOT NULL COMMENT 'space separated: read write',
    source_system VARCHAR(32) NULL COMMENT 'the only source system this client may write, NULL any',
    created_at    DATETIME(6) NOT NULL,
    revoked_at    DATETIME(6) NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='a program that calls /api/v1';

CREATE TABLE IF NOT EXISTS idempotency (
    client_id  VARCHAR(64) NOT NULL,
    idem_key   VARCHAR(128) NOT NULL,
    route      VARCHAR(200) NOT NULL,
    body_hash  BINARY(32) NOT NULL,
    state      ENUM('running','done') NOT NULL,
    status     SMALLINT UNSIGNED NULL,
    response   MEDIUMBLOB NULL,
    lease_until DATETIME(6) NOT NULL COMMENT 'real clock; a running row past it may be taken over',
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (client_id, idem_key),
    KEY idempotency_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='stored answers of integrators'' writes';

CREATE TABLE IF NOT EXISTS audit_event (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    at          DATETIME(6) NOT NULL,
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    ip          VARCHAR(45) NOT NULL,
    request_id  VARCHAR(64) NOT NULL,
    action      VARCHAR(64) NOT NULL,
    object_kind VARCHAR(32) NOT NULL,
    object_id   VARCHAR(64) NOT NULL,
    customer_id BIGINT UNSIGNED NULL,
    before_json MEDIUMTEXT NULL,
    after_json  MEDIUMTEXT NULL,
    seal        BINARY(32) NULL COMMENT 'hash over the previous seal and this row, set in id order',
    PRIMARY KEY (id),
    KEY audit_event_customer (customer_id, id),
    KEY audit_event_object (object_kind, object_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='who did what; append-only';

CREATE TABLE IF NOT EXISTS fx_rate (
    base     CHAR(3) NOT NULL,
    quote    CHAR(3) NOT NULL,
    rate_on  DATE NOT NULL,
    rate_e8  BIGINT NOT NULL COMMENT 'units of quote for one of base, times 10^8',
    source   VARCHAR(64) NOT NULL,
    recorded_at DATETIME(6) NOT NULL,
    PRIMARY KEY (base, quote, rate_on),
    CONSTRAINT fx_rate_gt_0 CHECK (rate_e8 > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='exchange rates by day';

CREATE TABLE IF NOT EXISTS job (
    id          BIGINT UNSIGNED NOT NULL,
    kind        VARCHAR(32) NOT NULL,
    state       ENUM('waiting','running','done','failed') NOT NULL DEFAULT 'waiting',
    payload     MEDIUMTEXT NOT NULL COMMENT 'JSON',
    result      MEDIUMTEXT NULL COMMENT 'JSON',
    done_n      BIGINT UNSIGNED NOT NULL DEFAULT 0,
    total_n     BIGINT UNSIGNED NOT NULL DEFAULT 0,
    attempts    INT UNSIGNED NOT NULL DEFAULT 0,
    run_at      DATETIME(6) NOT NULL COMMENT 'real clock',
    lease_until DATETIME(6) NULL COMMENT 'real clock',
    created_at  DATETIME(6) NOT NULL,
    ended_at    DATETIME(6) NULL,
    user_id     BIGINT UNSIGNED NULL,
    PRIMARY KEY (id),
    KEY job_queue (state, run_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='work without a request, claimed with SKIP LOCKED and a lease';
