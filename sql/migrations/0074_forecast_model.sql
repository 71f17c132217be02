-- Why:   when invoices will be paid is told by models trained on what was paid; each is kept as it was.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS forecast_model (
    id            BIGINT UNSIGNED NOT NULL,
    kind          ENUM('habit','boosted') NOT NULL,
    adopted       TINYINT(1) NOT NULL COMMENT '1: better than the one before on the same invoices; the newest adopted one is in force',
    why           VARCHAR(200) NOT NULL COMMENT 'of that decision',
    made_at       DATETIME(6) NOT NULL,
    rows_n        BIGINT UNSIGNED NOT NULL COMMENT 'paid invoices it was trained on',
    paid_n        BIGINT UNSIGNED NOT NULL COMMENT 'settled at that time',
    trained_from  DATE NULL COMMENT 'first and last day on which they were paid',
    trained_to    DATE NULL,
    features      TEXT NOT NULL COMMENT 'JSON array of names, in order',
    model         MEDIUMBLOB NOT NULL COMMENT 'job/pay_model.h',
    proof         MEDIUMBLOB NOT NULL COMMENT 'the same, trained on what was paid before split_on',
    shape         BLOB NOT NULL COMMENT 'how far its errors go, for readers of forecasts: floats, domain/forecast.h',
    sha256        BINARY(32) NOT NULL COMMENT 'of model',
    split_on      DATE NULL COMMENT 'invoices issued from that day on are what it was proved on',
    proof_n       BIGINT UNSIGNED NOT NULL,
    mae_milli     BIGINT NULL COMMENT 'mean error there, thousandths of a day',
    habit_milli   BIGINT NULL COMMENT 'of the habit model there',
    due_milli     BIGINT NULL COMMENT 'of due dates there',
    before_milli  BIGINT NULL COMMENT 'of the model then in force there',
    PRIMARY KEY (id),
    KEY forecast_model_adopted (adopted, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what says when invoices are paid; immutable';

CREATE TRIGGER IF NOT EXISTS forecast_model_keep BEFORE UPDATE ON forecast_model FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a model of forecasts never changes';
CREATE TRIGGER IF NOT EXISTS forecast_model_stay BEFORE DELETE ON forecast_model FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a model of forecasts stays';

CREATE TABLE IF NOT EXISTS forecast_drift (
    model_id BIGINT UNSIGNED NOT NULL,
    as_of    DATE NOT NULL,
    items_n  BIGINT UNSIGNED NOT NULL COMMENT 'paid in the 90 days before',
    mae_milli BIGINT NOT NULL COMMENT 'from what was expected at first',
    PRIMARY KEY (model_id, as_of),
    CONSTRAINT forecast_drift_model FOREIGN KEY (model_id) REFERENCES forecast_model (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='how far a model in force has been off lately';
