-- Why:   how many customers owe, who owes most, the control total and what of a month was at
--        risk on the last day kept, so that the figures of today need no pass over what is open.
--        Rows follow from the ledger and are written with the days of daily_balance.
-- Locks: new tables, and an index on daily_balance that is built in place; the last day is written again on the first round.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS daily_standing (
    division_id   BIGINT UNSIGNED NOT NULL COMMENT '0: of all divisions',
    currency      CHAR(3) NOT NULL,
    day           DATE NOT NULL COMMENT 'the last day kept',
    customers_n   BIGINT UNSIGNED NOT NULL COMMENT 'that owe something, or are owed',
    control_minor BIGINT NOT NULL COMMENT 'open balance read from the documents',
    at_risk_billed_minor BIGINT NOT NULL,
    at_risk_unpaid_minor BIGINT NOT NULL,
    PRIMARY KEY (division_id, currency)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='how a division and currency stands on the last day kept; derived, see service/insight_standing.h';

CREATE TABLE IF NOT EXISTS daily_top (
    division_id BIGINT UNSIGNED NOT NULL,
    currency    CHAR(3) NOT NULL,
    kind        ENUM('late','owed') NOT NULL COMMENT 'most overdue; owe most',
    place       TINYINT UNSIGNED NOT NULL COMMENT '0 is the first',
    customer_id BIGINT UNSIGNED NOT NULL,
    late_minor  BIGINT NOT NULL,
    owed_minor  BIGINT NOT NULL,
    oldest_late INT NOT NULL COMMENT 'days',
    PRIMARY KEY (division_id, currency, kind, place)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='who is most overdue and who owes most on that day; derived';

-- of some months, however many years are kept
ALTER TABLE daily_balance ADD INDEX IF NOT EXISTS daily_balance_day (day);
