-- Why:   a division's cash has one master. Where that is Dunlin, a payment that an
--        ERP reports confirms one that stands here already; it never adds.
-- Locks: new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS cash_confirmation (
    id             BIGINT UNSIGNED NOT NULL,
    source_system  VARCHAR(32) NOT NULL,
    source_id      VARCHAR(128) NOT NULL,
    source_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
    division_id    BIGINT UNSIGNED NOT NULL,
    customer_id    BIGINT UNSIGNED NOT NULL,
    currency       CHAR(3) NOT NULL,
    number         VARCHAR(64) NOT NULL,
    amount_minor   BIGINT NOT NULL,
    value_on       DATE NOT NULL,
    raw_hash       BINARY(32) NOT NULL,
    known_at       DATETIME(6) NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY cash_confirmation_source (source_system, source_id),
    KEY cash_confirmation_customer (customer_id, value_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='payments another system reports where the cash is ours';
