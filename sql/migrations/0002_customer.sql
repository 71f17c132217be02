-- Why:   who owes: customers of the group, their addresses, contacts and tags.
--        What a snapshot reads and people change carries known_from; a value that
--        is replaced moves to the *_history table with known_to set.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS customer (
    id             BIGINT UNSIGNED NOT NULL,
    source_system  VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
    source_id      VARCHAR(128) COLLATE utf8mb4_bin NOT NULL COMMENT 'immutable id over there, not the human number',
    source_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
    number         VARCHAR(64) NOT NULL,
    name           VARCHAR(200) NOT NULL,
    parent_id      BIGINT UNSIGNED NULL,
    status         ENUM('active','on_hold','legal','closed') NOT NULL DEFAULT 'active',
    kind           ENUM('business','public_body','consumer') NOT NULL DEFAULT 'business',
    language       VARCHAR(16) NOT NULL DEFAULT 'en',
    time_zone      VARCHAR(64) NULL COMMENT 'IANA name; NULL: the division''s',
    country        CHAR(2) NULL,
    region         VARCHAR(8) NULL,
    tax_id         VARCHAR(64) NULL,
    terms_days     SMALLINT UNSIGNED NULL,
    payment_method VARCHAR(32) NULL COMMENT 'transfer | direct_debit | card …',
    credit_limit_minor BIGINT NULL,
    credit_currency    CHAR(3) NULL,
    since_on       DATE NULL COMMENT 'customer since',
    known_from     DATETIME(6) NOT NULL,
    known_assumed  TINYINT(1) NOT NULL DEFAULT 0,
    recorded_at    DATETIME(6) NOT NULL,
    version        INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    UNIQUE KEY customer_source (source_system, source_id),
    KEY customer_number (number),
    KEY customer_name (name),
    KEY customer_parent (parent_id),
    CONSTRAINT customer_parent FOREIGN KEY (parent_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='who owes';

CREATE TABLE IF NOT EXISTS customer_history (
    customer_id    BIGINT UNSIGNED NOT NULL,
    known_from     DATETIME(6) NOT NULL,
    known_to       DATETIME(6) NOT NULL,
    name           VARCHAR(200) NOT NULL,
    parent_id      BIGINT UNSIGNED NULL,
    status         ENUM('active','on_hold','legal','closed') NOT NULL,
    kind           ENUM('business','public_body','consumer') NOT NULL,
    language       VARCHAR(16) NOT NULL,
    time_zone      VARCHAR(64) NULL,
    country        CHAR(2) NULL,
    region         VARCHAR(8) NULL,
    terms_days     SMALLINT UNSIGNED NULL,
    payment_method VARCHAR(32) NULL,
    credit_limit_minor BIGINT NULL,
    credit_currency    CHAR(3) NULL,
    PRIMARY KEY (customer_id, known_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what we knew of a customer before';

-- Another system's id for the same customer (merge, second ERP).
CREATE TABLE IF NOT EXISTS customer_alias (
    source_system VARCHAR(32) NOT NULL,
    source_id     VARCHAR(128) NOT NULL,
    customer_id   BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (source_system, source_id),
    KEY customer_alias_customer (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='further identities of a customer';

CREATE TABLE IF NOT EXISTS address (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    kind        ENUM('billing','shipping') NOT NULL,
    line1       VARCHAR(200) NOT NULL,
    line2       VARCHAR(200) NULL,
    postcode    VARCHAR(32) NULL,
    city        VARCHAR(100) NULL,
    region      VARCHAR(100) NULL,
    country     CHAR(2) NOT NULL,
    known_from  DATETIME(6) NOT NULL,
    known_to    DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY address_customer (customer_id, known_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='billing and shipping addresses';

CREATE TABLE IF NOT EXISTS contact (
    id             BIGINT UNSIGNED NOT NULL,
    customer_id    BIGINT UNSIGNED NOT NULL,
    source_system  VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
    source_id      VARCHAR(128) COLLATE utf8mb4_bin NOT NULL,
    source_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
    name           VARCHAR(200) NOT NULL,
    email          VARCHAR(254) NULL,
    phone          VARCHAR(64) NULL,
    language       VARCHAR(16) NULL COMMENT 'NULL: the customer''s',
    time_zone      VARCHAR(64) NULL COMMENT 'NULL: the customer''s',
    roles          SET('billing','statement','dispute','legal') NOT NULL DEFAULT 'billing',
    email_consent  TINYINT(1) NOT NULL DEFAULT 1 COMMENT '0: asked not to be mailed',
    active         TINYINT(1) NOT NULL DEFAULT 1,
    known_from     DATETIME(6) NOT NULL,
    known_assumed  TINYINT(1) NOT NULL DEFAULT 0,
    recorded_at    DATETIME(6) NOT NULL,
    version        INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    UNIQUE KEY contact_source (source_system, source_id),
    KEY contact_customer (customer_id),
    KEY contact_email (email),
    CONSTRAINT contact_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a person or mailbox at a customer';

CREATE TABLE IF NOT EXISTS contact_history (
    contact_id    BIGINT UNSIGNED NOT NULL,
    known_from    DATETIME(6) NOT NULL,
    known_to      DATETIME(6) NOT NULL,
    name          VARCHAR(200) NOT NULL,
    email         VARCHAR(254) NULL,
    phone         VARCHAR(64) NULL,
    language      VARCHAR(16) NULL,
    time_zone     VARCHAR(64) NULL,
    roles         SET('billing','statement','dispute','legal') NOT NULL,
    email_consent TINYINT(1) NOT NULL,
    active        TINYINT(1) NOT NULL,
    PRIMARY KEY (contact_id, known_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what we knew of a contact before';

CREATE TABLE IF NOT EXISTS suppression (
    id         BIGINT UNSIGNED NOT NULL,
    email      VARCHAR(254) NOT NULL,
    reason     VARCHAR(64) NOT NULL COMMENT 'hard_bounce | complaint | by_hand',
    detail     VARCHAR(500) NULL,
    known_from DATETIME(6) NOT NULL,
    known_to   DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY suppression_email (email, known_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='addresses no message goes to';

CREATE TABLE IF NOT EXISTS customer_tag (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a script''s tag: the case whose facts gave it; else 0',
    tag         VARCHAR(64) NOT NULL,
    origin      ENUM('hand','script','import') NOT NULL,
    script_version_id BIGINT UNSIGNED NULL,
    user_id     BIGINT UNSIGNED NULL,
    reason      VARCHAR(500) NULL,
    known_from  DATETIME(6) NOT NULL,
    known_to    DATETIME(6) NULL,
    live        TINYINT(1) AS (IF(known_to IS NULL, 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY customer_tag_live (customer_id, tag, origin, case_id, live),
    KEY customer_tag_tag (tag, live)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='segments and labels of a customer, each with its origin';

CREATE TABLE IF NOT EXISTS customer_assignment (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    division_id BIGINT UNSIGNED NULL COMMENT 'NULL: every division',
    user_id     BIGINT UNSIGNED NOT NULL,
    portfolio   VARCHAR(64) NULL,
    known_from  DATETIME(6) NOT NULL,
    known_to    DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY customer_assignment_customer (customer_id, known_to),
    KEY customer_assignment_user (user_id, known_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='whose customer it is';
