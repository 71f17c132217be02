-- Why:   the one ledger of open items. Amounts are minor units and never negative:
--        side says which way an item counts. open_minor is kept by the transaction
--        that writes the allocation; sql/checks proves it.
--        Three times: effective_on counts in the books, known_at is when the
--        business learned it, recorded_at when this database did.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS case_state (
    id            BIGINT UNSIGNED NOT NULL,
    customer_id   BIGINT UNSIGNED NOT NULL,
    division_id   BIGINT UNSIGNED NOT NULL,
    currency      CHAR(3) NOT NULL,
    strategy_id   BIGINT UNSIGNED NULL COMMENT 'script chosen at the last evaluation',
    strategy_why  VARCHAR(200) NULL COMMENT 'pin | segment NAME | default',
    version_id    BIGINT UNSIGNED NULL COMMENT 'script_version of the last evaluation',
    run_id        BIGINT UNSIGNED NULL COMMENT 'run of the last evaluation; with touch_seq it tells whether another worker was first',
    evaluated_at  DATETIME(6) NULL,
    evaluated_on  DATE NULL COMMENT 'local day of the last evaluation',
    next_at       DATETIME(6) NOT NULL DEFAULT '1000-01-01 00:00:00' COMMENT 'next instant at which anything can happen; 9999-12-31 never',
    touch_seq     BIGINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every event that can change a decision',
    touched_by    VARCHAR(32) NULL COMMENT 'last such event',
    last_contact_on DATE NULL COMMENT 'local day of the last outbound message handed over, any kind',
    last_contact_at DATETIME(6) NULL,
    next_step     VARCHAR(64) NULL COMMENT 'what the next date is for',
    next_step_on  DATE NULL,
    fault         VARCHAR(1000) NULL COMMENT 'why the last evaluation failed',
    PRIMARY KEY (id),
    UNIQUE KEY case_state_key (customer_id, division_id, currency),
    KEY case_state_next (next_at, id),
    KEY case_state_strategy (strategy_id),
    CONSTRAINT case_state_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
    CONSTRAINT case_state_division FOREIGN KEY (division_id) REFERENCES division (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='case: customer x division x currency; what is reminded together. Its row is the lock of all that belongs to it';

CREATE TABLE IF NOT EXISTS item (
    id             BIGINT UNSIGNED NOT NULL,
    case_id        BIGINT UNSIGNED NOT NULL,
    customer_id    BIGINT UNSIGNED NOT NULL,
    division_id    BIGINT UNSIGNED NOT NULL,
    currency       CHAR(3) NOT NULL,
    kind           ENUM('invoice','credit','payment','refund','fee','interest','write_off') NOT NULL,
    side           ENUM('debit','credit') NOT NULL,
    source_system  VARCHAR(32) NOT NULL,
    source_id      VARCHAR(128) NOT NULL,
    source_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
    number         VARCHAR(64) NOT NULL,
    reference      VARCHAR(140) NULL COMMENT 'purchase order or payment reference',
    issued_on      DATE NOT NULL COMMENT 'document date; of a payment, its value date',
    amount_minor   BIGINT NOT NULL,
    open_minor     BIGINT NOT NULL,
    status         ENUM('posted','cancelled') NOT NULL DEFAULT 'posted',
    payment_method VARCHAR(32) NULL,
    payer_name     VARCHAR(200) NULL,
    note           VARCHAR(500) NULL,
    raw_hash       BINARY(32) NULL COMMENT 'SHA-256 of the row as it came',
    known_at       DATETIME(6) NOT NULL,
    known_assumed  TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'known_at taken from the document date in a first load',
    recorded_at    DATETIME(6) NOT NULL,
    version        INT UNSIGNED NOT NULL DEFAULT 1,
    is_open        TINYINT(1) AS (open_minor <> 0) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY item_source (source_system, kind, source_id),
    KEY item_open (is_open, side, case_id, issued_on, open_minor),
    KEY item_case (case_id, issued_on),
    KEY item_aging (side, case_id, issued_on, open_minor),
    KEY item_customer (customer_id, issued_on),
    KEY item_number (number),
    CONSTRAINT item_amount_ge_0 CHECK (amount_minor >= 0),
    CONSTRAINT item_open_in_amount CHECK (open_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT item_case FOREIGN KEY (case_id) REFERENCES case_state (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='every receivable document';

CREATE TABLE IF NOT EXISTS item_line (
    item_id     BIGINT UNSIGNED NOT NULL,
    line_no     INT UNSIGNED NOT NULL,
    description VARCHAR(500) NOT NULL,
    quantity    DECIMAL(18,4) NULL,
    unit_minor  BIGINT NULL,
    tax_rate    DECIMAL(7,4) NULL,
    tax_minor   BIGINT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (item_id, line_no),
    CONSTRAINT item_line_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='order details of a document';

-- Debit items only. An ordinary invoice has exactly one.
CREATE TABLE IF NOT EXISTS instalment (
    id           BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL,
    seq          SMALLINT UNSIGNED NOT NULL DEFAULT 1,
    case_id      BIGINT UNSIGNED NOT NULL,
    issued_on    DATE NOT NULL COMMENT 'the item''s, so that aging reads one index',
    due_on       DATE NOT NULL COMMENT 'document date when the source has none',
    due_missing  TINYINT(1) NOT NULL DEFAULT 0,
    amount_minor BIGINT NOT NULL,
    open_minor   BIGINT NOT NULL,
    settled_on   DATE NOT NULL DEFAULT '9999-12-31' COMMENT 'latest effective_on when open reached 0, else 9999-12-31',
    known_from   DATETIME(6) NOT NULL COMMENT 'since when due_on and amount stand as they do',
    is_open      TINYINT(1) AS (open_minor <> 0) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY instalment_item (item_id, seq),
    KEY instalment_open (is_open, case_id, due_on, open_minor, issued_on, item_id),
    KEY instalment_aging (case_id, settled_on, issued_on, due_on, amount_minor, open_minor),
    CONSTRAINT instalment_open_in_amount CHECK (open_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT instalment_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what falls due when';

CREATE TABLE IF NOT EXISTS instalment_history (
    instalment_id BIGINT UNSIGNED NOT NULL,
    known_from    DATETIME(6) NOT NULL,
    known_to      DATETIME(6) NOT NULL,
    due_on        DATE NOT NULL,
    amount_minor  BIGINT NOT NULL,
    PRIMARY KEY (instalment_id, known_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='due dates and amounts that were corrected';

CREATE TABLE IF NOT EXISTS item_event (
    id           BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL,
    case_id      BIGINT UNSIGNED NOT NULL,
    kind         ENUM('issued','due_changed','amount_changed','returned','cancelled','reinstated') NOT NULL,
    effective_on DATE NOT NULL,
    known_at     DATETIME(6) NOT NULL,
    recorded_at  DATETIME(6) NOT NULL,
    detail       TEXT NULL COMMENT 'JSON',
    PRIMARY KEY (id),
    KEY item_event_item (item_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what happened to a document; append-only';

-- A reversal is a row of its own with both amounts negative and reverses_id set.
CREATE TABLE IF NOT EXISTS allocation (
    id             BIGINT UNSIGNED NOT NULL,
    case_id        BIGINT UNSIGNED NOT NULL COMMENT 'the debit''s case',
    credit_case_id BIGINT UNSIGNED NOT NULL COMMENT 'the credit''s case: another currency or division has another',
    credit_item_id BIGINT UNSIGNED NOT NULL,
    instalment_id  BIGINT UNSIGNED NOT NULL,
    debit_item_id  BIGINT UNSIGNED NOT NULL,
    credit_minor   BIGINT NOT NULL COMMENT 'minor units of the credit''s currency',
    debit_minor    BIGINT NOT NULL COMMENT 'minor units of the debit''s currency',
    effective_on   DATE NOT NULL,
    known_at       DATETIME(6) NOT NULL,
    known_assumed  TINYINT(1) NOT NULL DEFAULT 0,
    recorded_at    DATETIME(6) NOT NULL,
    reverses_id    BIGINT UNSIGNED NULL,
    source_system  VARCHAR(32) NOT NULL,
    source_id      VARCHAR(128) NOT NULL,
    reason         VARCHAR(64) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY allocation_source (source_system, source_id),
    UNIQUE KEY allocation_reverses (reverses_id),
    KEY allocation_case (case_id, effective_on, instalment_id, debit_minor),
    KEY allocation_credit_case (credit_case_id, effective_on, credit_item_id, credit_minor),
    KEY allocation_credit (credit_item_id),
    KEY allocation_instalment (instalment_id, effective_on, debit_minor),
    CONSTRAINT allocation_sign CHECK ((reverses_id IS NULL AND credit_minor > 0 AND debit_minor > 0)
        OR (reverses_id IS NOT NULL AND credit_minor < 0 AND debit_minor < 0)),
    CONSTRAINT allocation_credit FOREIGN KEY (credit_item_id) REFERENCES item (id),
    CONSTRAINT allocation_instalment FOREIGN KEY (instalment_id) REFERENCES instalment (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which credit settled which instalment, by how much and when; immutable';

CREATE TABLE IF NOT EXISTS fee_claim (
    id            BIGINT UNSIGNED NOT NULL,
    instalment_id BIGINT UNSIGNED NOT NULL,
    script_id     BIGINT UNSIGNED NOT NULL,
    step          VARCHAR(64) NOT NULL,
    cycle         INT UNSIGNED NOT NULL,
    case_id       BIGINT UNSIGNED NOT NULL,
    item_id       BIGINT UNSIGNED NOT NULL COMMENT 'the fee or interest item it became',
    base_minor    BIGINT NOT NULL,
    rate_e6       BIGINT NOT NULL COMMENT 'fraction of base times 10^6; 0 for a fixed sum',
    fixed_minor   BIGINT NOT NULL,
    days          INT NOT NULL,
    basis         VARCHAR(200) NOT NULL COMMENT 'law or contract',
    claimed_on    DATE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY fee_claim_once (instalment_id, step, cycle),
    CONSTRAINT fee_claim_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='how a fee came about';

-- Newest data of each source: the guard against reminding from stale cash.
CREATE TABLE IF NOT EXISTS source_sync (
    division_id   BIGINT UNSIGNED NOT NULL,
    source_system VARCHAR(32) NOT NULL,
    synced_at     DATETIME(6) NOT NULL COMMENT 'business clock',
    PRIMARY KEY (division_id, source_system)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='when a source last told us the truth';

CREATE TABLE IF NOT EXISTS parked_row (
    id            BIGINT UNSIGNED NOT NULL,
    source_system VARCHAR(32) NOT NULL,
    object_kind   VARCHAR(32) NOT NULL,
    source_id     VARCHAR(128) NOT NULL,
    waits_for     VARCHAR(200) NOT NULL COMMENT 'kind/source_id that has not arrived',
    payload       MEDIUMTEXT NOT NULL COMMENT 'JSON as it came',
    client_id     VARCHAR(64) NULL,
    received_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY parked_row_source (source_system, object_kind, source_id),
    KEY parked_row_waits (source_system, waits_for)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='rows whose partner has not arrived yet';

CREATE TABLE IF NOT EXISTS import_batch (
    id          BIGINT UNSIGNED NOT NULL,
    kind        VARCHAR(32) NOT NULL,
    profile     VARCHAR(64) NOT NULL,
    file_name   VARCHAR(255) NOT NULL,
    file_hash   BINARY(32) NOT NULL,
    state       ENUM('running','done','failed') NOT NULL,
    bytes_n     BIGINT UNSIGNED NOT NULL DEFAULT 0,
    bytes_done  BIGINT UNSIGNED NOT NULL DEFAULT 0,
    rows_n      BIGINT UNSIGNED NOT NULL DEFAULT 0,
    created_n   BIGINT UNSIGNED NOT NULL DEFAULT 0,
    changed_n   BIGINT UNSIGNED NOT NULL DEFAULT 0,
    same_n      BIGINT UNSIGNED NOT NULL DEFAULT 0,
    bad_n       BIGINT UNSIGNED NOT NULL DEFAULT 0,
    fault       VARCHAR(1000) NULL,
    started_at  DATETIME(6) NOT NULL,
    ended_at    DATETIME(6) NULL,
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='one file that came in';

CREATE TABLE IF NOT EXISTS import_error (
    batch_id BIGINT UNSIGNED NOT NULL,
    seq      INT UNSIGNED NOT NULL,
    line_no  BIGINT UNSIGNED NOT NULL,
    field    VARCHAR(64) NOT NULL,
    value    VARCHAR(500) NOT NULL,
    reason   VARCHAR(500) NOT NULL,
    row_text TEXT NOT NULL,
    PRIMARY KEY (batch_id, seq),
    CONSTRAINT import_error_batch FOREIGN KEY (batch_id) REFERENCES import_batch (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='rows that were refused, and why';
