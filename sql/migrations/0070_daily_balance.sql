-- Why:   what was open, sold and paid on each day, so that years of it are read at
--        once. Rows follow from the ledger: whoever changes something that counts
--        from a day says so in daily_stale, in the same transaction, and the worker
--        writes the days from there on again.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS daily_balance (
    division_id     BIGINT UNSIGNED NOT NULL,
    currency        CHAR(3) NOT NULL,
    day             DATE NOT NULL,
    not_due_minor   BIGINT NOT NULL COMMENT 'open in the evening, by due date; all amounts in minor units',
    late_30_minor   BIGINT NOT NULL COMMENT '1 to 30 days late',
    late_60_minor   BIGINT NOT NULL,
    late_90_minor   BIGINT NOT NULL,
    late_91_minor   BIGINT NOT NULL COMMENT '91 days late and more',
    unapplied_minor BIGINT NOT NULL COMMENT 'open on the credit side, to be taken off',
    sales_minor     BIGINT NOT NULL COMMENT 'invoices less credit notes of that day',
    written_off_minor BIGINT NOT NULL,
    recovered_minor BIGINT NOT NULL COMMENT 'write-offs taken back that day',
    paid_minor      BIGINT NOT NULL COMMENT 'invoices settled by payments that day, reversed ones never',
    paid_days       BIGINT NOT NULL COMMENT 'sum of amount x days from the invoice date',
    late_days       BIGINT NOT NULL COMMENT 'sum of amount x days from the due date, with sign',
    late_days_floored BIGINT NOT NULL COMMENT 'the same, early payment as 0',
    closed_n        BIGINT NOT NULL COMMENT 'invoices that a payment closed that day',
    closed_days     BIGINT NOT NULL COMMENT 'sum of their days from the invoice date',
    disputed_minor  BIGINT NOT NULL COMMENT 'in open disputes in the evening',
    promised_minor  BIGINT NOT NULL COMMENT 'in promises that were not judged yet in the evening',
    PRIMARY KEY (division_id, currency, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='the ledger day by day; derived, see service/keep_history.h';

CREATE TABLE IF NOT EXISTS daily_stale (
    case_id BIGINT UNSIGNED NOT NULL,
    from_on DATE NOT NULL COMMENT 'days from this one on are to be written again',
    seq     BIGINT UNSIGNED NOT NULL COMMENT 'rises with each change, so that none is lost while days are written',
    PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='cases whose days in daily_balance no longer hold';

CREATE TABLE IF NOT EXISTS daily_history (
    id         TINYINT UNSIGNED NOT NULL COMMENT '1',
    from_on    DATE NOT NULL COMMENT 'the first day kept',
    through_on DATE NOT NULL COMMENT 'the last',
    kept_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='which days daily_balance has; no row: none yet';
