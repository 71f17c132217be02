-- Why:   disputes and deductions as a process: reasons with their words and days, whose
--        they are by rule, lines, a limit above which a second person agrees, one
--        escalation past the target, and what their amount was on any past day.
-- Locks: new tables; columns that InnoDB adds without a rebuild; two indexes.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS dispute_reason (
    code        VARCHAR(32) NOT NULL,
    kind        ENUM('dispute','deduction','both') NOT NULL,
    name_en     VARCHAR(100) NOT NULL,
    name_de     VARCHAR(100) NOT NULL,
    name_fr     VARCHAR(100) NOT NULL,
    target_days SMALLINT UNSIGNED NOT NULL COMMENT 'days from opening to the target',
    sort        SMALLINT UNSIGNED NOT NULL,
    active      TINYINT(1) NOT NULL DEFAULT 1 COMMENT 'offered for new disputes',
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='why a customer does not pay a part';

INSERT IGNORE INTO dispute_reason (code, kind, name_en, name_de, name_fr, target_days, sort) VALUES
    ('price', 'both', 'Price', 'Preis', 'Prix', 14, 10),
    ('quantity', 'both', 'Quantity', 'Menge', 'Quantité', 14, 20),
    ('quality', 'both', 'Quality', 'Qualität', 'Qualité', 21, 30),
    ('not_received', 'dispute', 'Not received', 'Nicht erhalten', 'Non reçu', 14, 40),
    ('already_paid', 'dispute', 'Already paid', 'Bereits bezahlt', 'Déjà payé', 7, 50),
    ('wrong_terms', 'dispute', 'Wrong terms', 'Falsche Bedingungen', 'Mauvaises conditions', 14, 60),
    ('discount_taken', 'deduction', 'Discount taken', 'Skonto gezogen', 'Escompte déduit', 7, 70),
    ('freight', 'deduction', 'Freight deducted', 'Fracht abgezogen', 'Frais de port déduits', 14, 80),
    ('promotion', 'deduction', 'Promotion or bonus', 'Aktion oder Bonus', 'Promotion ou remise', 21, 90),
    ('bank_charges', 'deduction', 'Bank charges', 'Bankgebühren', 'Frais bancaires', 7, 100),
    ('other', 'both', 'Other', 'Sonstiges', 'Autre', 14, 110);

-- The most specific row wins: reason and division, reason, division, neither.
CREATE TABLE IF NOT EXISTS dispute_rule (
    id          BIGINT UNSIGNED NOT NULL,
    reason_code VARCHAR(32) NULL COMMENT 'NULL: any',
    division_id BIGINT UNSIGNED NULL COMMENT 'NULL: any',
    owner_id    BIGINT UNSIGNED NOT NULL,
    rule_key    VARCHAR(64) AS (CONCAT(COALESCE(reason_code, '*'), '/', COALESCE(division_id, 0))) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY dispute_rule_once (rule_key),
    CONSTRAINT dispute_rule_owner FOREIGN KEY (owner_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='whose a new dispute is';

ALTER TABLE dispute
    ADD COLUMN IF NOT EXISTS kind ENUM('dispute','deduction') NOT NULL DEFAULT 'dispute',
    ADD COLUMN IF NOT EXISTS waiting_on ENUM('us','customer') NOT NULL DEFAULT 'us' COMMENT 'whose move it is',
    ADD COLUMN IF NOT EXISTS escalated_at DATETIME(6) NULL COMMENT 'a manager was told that the target passed',
    ADD COLUMN IF NOT EXISTS asked_resolution ENUM('credit','reject','rebill','write_off') NULL COMMENT 'waits for a second person; NULL: none',
    ADD COLUMN IF NOT EXISTS asked_by BIGINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS asked_at DATETIME(6) NULL,
    ADD COLUMN IF NOT EXISTS asked_note VARCHAR(2000) NULL,
    ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1,
    ADD KEY IF NOT EXISTS dispute_live (known_to, target_on),
    ADD KEY IF NOT EXISTS dispute_owner (owner_id, known_to);

-- What a snapshot of a past day reads where the row has changed since.
CREATE TABLE IF NOT EXISTS dispute_past (
    dispute_id   BIGINT UNSIGNED NOT NULL,
    known_to     DATETIME(6) NOT NULL COMMENT 'these stood until then',
    amount_minor BIGINT NOT NULL,
    target_on    DATE NULL,
    PRIMARY KEY (dispute_id, known_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='earlier amounts and targets of disputes; append-only';

CREATE TABLE IF NOT EXISTS dispute_line (
    dispute_id BIGINT UNSIGNED NOT NULL,
    line_no    INT UNSIGNED NOT NULL,
    minor      BIGINT NOT NULL COMMENT 'disputed part of the line, tax and all',
    PRIMARY KEY (dispute_id, line_no),
    CONSTRAINT dispute_line_dispute FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT dispute_line_gt_0 CHECK (minor > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='lines of the document that are disputed; they sum up to its amount';
