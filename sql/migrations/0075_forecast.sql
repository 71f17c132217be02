-- Why:   every open invoice has an expected day of payment with a range, and says why.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS forecast (
    instalment_id  BIGINT UNSIGNED NOT NULL,
    case_id        BIGINT UNSIGNED NOT NULL,
    model_id       BIGINT UNSIGNED NOT NULL,
    predicted_on   DATE NOT NULL,
    first_on       DATE NOT NULL COMMENT 'what was expected at first',
    expected_on    DATE NOT NULL COMMENT 'the middle',
    from_on        DATE NOT NULL COMMENT '80 % of the cases lie from here',
    to_on          DATE NOT NULL COMMENT 'to here',
    centre_milli   INT NOT NULL COMMENT 'thousandths of a day after due: the distribution, before it is cut off at a day',
    scale_milli    INT NOT NULL,
    disputed_minor BIGINT NOT NULL DEFAULT 0 COMMENT 'part that waits for a dispute',
    disputed_milli INT NOT NULL DEFAULT 0 COMMENT 'its centre',
    late_permille  SMALLINT UNSIGNED NOT NULL COMMENT 'probability that it is unpaid 30 days after due',
    reasons        VARCHAR(500) NOT NULL COMMENT 'JSON array of {code, days?, on?}',
    PRIMARY KEY (instalment_id),
    KEY forecast_of_case (case_id),
    CONSTRAINT forecast_instalment FOREIGN KEY (instalment_id) REFERENCES instalment (id),
    CONSTRAINT forecast_by_model FOREIGN KEY (model_id) REFERENCES forecast_model (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='when an open invoice will be paid; made anew daily and on every change of its case';

CREATE TABLE IF NOT EXISTS forecast_outcome (
    instalment_id BIGINT UNSIGNED NOT NULL,
    first_on      DATE NOT NULL COMMENT 'what was expected at first',
    settled_on    DATE NOT NULL COMMENT 'when a payment settled it',
    PRIMARY KEY (instalment_id),
    KEY forecast_outcome_settled (settled_on),
    CONSTRAINT forecast_outcome_instalment FOREIGN KEY (instalment_id) REFERENCES instalment (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what became of forecasts';

CREATE TABLE IF NOT EXISTS forecast_case (
    case_id      BIGINT UNSIGNED NOT NULL,
    touch_seq    BIGINT UNSIGNED NOT NULL COMMENT 'of the case, as it was predicted',
    predicted_on DATE NOT NULL,
    model_id     BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='as of what a case was predicted';
