-- Why:   each case has a class of risk, made of its forecast; strategies ask for it, and what it
--        was on any day is known.
-- Locks: new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS risk (
    id             BIGINT UNSIGNED NOT NULL,
    case_id        BIGINT UNSIGNED NOT NULL,
    known_from     DATETIME(6) NOT NULL,
    known_to       DATETIME(6) NULL COMMENT 'another took its place, or nothing is open',
    class          ENUM('low','medium','high') NOT NULL,
    since_on       DATE NOT NULL COMMENT 'first day of this class',
    was            ENUM('low','medium','high') NULL COMMENT 'the class before it',
    late_permille  SMALLINT UNSIGNED NOT NULL COMMENT 'of what is open: unpaid 30 days after due, expected',
    limit_permille INT UNSIGNED NULL COMMENT 'use of the credit limit as it was judged',
    model_id       BIGINT UNSIGNED NOT NULL,
    live_id        BIGINT UNSIGNED AS (IF(known_to IS NULL, case_id, NULL)) PERSISTENT COMMENT 'one stands for a case',
    PRIMARY KEY (id),
    KEY risk_of_case (case_id, known_from),
    UNIQUE KEY risk_live (live_id),
    CONSTRAINT risk_case FOREIGN KEY (case_id) REFERENCES case_state (id),
    CONSTRAINT risk_by_model FOREIGN KEY (model_id) REFERENCES forecast_model (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what will probably be late of what a case owes; never changed, only ended';
