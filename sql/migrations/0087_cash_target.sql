-- Why:   managers say what cash a division is to bring in a currency, and expected cash is shown beside it.
-- Locks: new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS cash_target (
    division_id BIGINT UNSIGNED NOT NULL,
    currency    CHAR(3) NOT NULL,
    from_on     DATE NOT NULL COMMENT 'holds from this day until the next row of the division and currency',
    period      ENUM('week','month') NOT NULL,
    minor       BIGINT NOT NULL COMMENT 'a period; 0: none from then on',
    set_at      DATETIME(6) NOT NULL,
    set_by      BIGINT UNSIGNED NULL COMMENT 'user; what stood before is in the audit',
    PRIMARY KEY (division_id, currency, from_on),
    CONSTRAINT cash_target_division FOREIGN KEY (division_id) REFERENCES division (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what is to come in, a week or a month';
