-- Why:   customers let their invoices be collected by a saved method: told before, charged once,
--        and left alone with reminders meanwhile.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS payment_autopay (
    id            BIGINT UNSIGNED NOT NULL,
    case_id       BIGINT UNSIGNED NOT NULL,
    customer_id   BIGINT UNSIGNED NOT NULL,
    method_id     BIGINT UNSIGNED NOT NULL,
    days_before   TINYINT UNSIGNED NOT NULL COMMENT 'the due day, at which it is charged; 0: on it',
    ceiling_minor BIGINT NULL COMMENT 'what comes to more is not charged; NULL: no limit',
    actor_kind    ENUM('user','client','contact','script','system') NOT NULL COMMENT 'who chose it',
    actor_id      VARCHAR(64) NOT NULL,
    look_at       DATETIME(6) NOT NULL COMMENT 'business clock: what is to be charged is looked for then',
    known_from    DATETIME(6) NOT NULL,
    known_to      DATETIME(6) NULL COMMENT 'rows are only added and closed',
    live          TINYINT(1) AS (IF(known_to IS NULL, 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY payment_autopay_live (case_id, live),
    KEY payment_autopay_look (live, look_at),
    KEY payment_autopay_method (method_id, live),
    CONSTRAINT payment_autopay_ceiling CHECK (ceiling_minor IS NULL OR ceiling_minor > 0),
    CONSTRAINT payment_autopay_method FOREIGN KEY (method_id) REFERENCES payment_method (id),
    CONSTRAINT payment_autopay_case FOREIGN KEY (case_id) REFERENCES case_state (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what of an account is collected by itself';

CREATE TABLE IF NOT EXISTS payment_charge (
    id          BIGINT UNSIGNED NOT NULL,
    autopay_id  BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NOT NULL,
    method_id   BIGINT UNSIGNED NOT NULL,
    minor       BIGINT NOT NULL COMMENT 'as the customer was told; never is more charged',
    due_to      DATE NOT NULL COMMENT 'of instalments, those due until then',
    charge_on   DATE NOT NULL COMMENT 'local day of the division',
    attempt     TINYINT UNSIGNED NOT NULL DEFAULT 1,
    outbox_id   BIGINT UNSIGNED NULL COMMENT 'the mail that tells of it: nobody is charged before it has gone',
    intent_id   BIGINT UNSIGNED NULL COMMENT 'the payment, from the moment it is charged',
    state       ENUM('planned','charging','paid','declined','dropped') NOT NULL DEFAULT 'planned',
    why         VARCHAR(64) NULL,
    asked_at    DATETIME(6) NULL COMMENT 'real clock: the provider was asked last; NULL: never, or it is not asked again',
    charged_at  DATETIME(6) NULL COMMENT 'business clock: charging began',
    blocked_at  DATETIME(6) NULL COMMENT 'the document is no longer collected by this setting: it is reminded of again',
    created_at  DATETIME(6) NOT NULL,
    ended_at    DATETIME(6) NULL,
    live        TINYINT(1) AS (IF(state IN ('planned','charging'), 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY payment_charge_live (item_id, live),
    UNIQUE KEY payment_charge_intent (intent_id),
    KEY payment_charge_autopay (autopay_id, item_id),
    KEY payment_charge_case (case_id, state),
    KEY payment_charge_state (state, charge_on),
    CONSTRAINT payment_charge_gt_0 CHECK (minor > 0),
    CONSTRAINT payment_charge_autopay FOREIGN KEY (autopay_id) REFERENCES payment_autopay (id),
    CONSTRAINT payment_charge_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='one document that is collected';
