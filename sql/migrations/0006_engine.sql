-- Why:   what the engine did and why, and what is going out.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS run (
    id          BIGINT UNSIGNED NOT NULL,
    kind        ENUM('daily','event','manual') NOT NULL,
    started_at  DATETIME(6) NOT NULL COMMENT 'business clock',
    real_at     DATETIME(6) NOT NULL COMMENT 'real clock',
    ended_at    DATETIME(6) NULL,
    state       ENUM('running','done','errors','failed') NOT NULL,
    full_scan   TINYINT(1) NOT NULL DEFAULT 0,
    cases_n     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'evaluated',
    acted_n     BIGINT UNSIGNED NOT NULL DEFAULT 0,
    messages_n  BIGINT UNSIGNED NOT NULL DEFAULT 0,
    tasks_n     BIGINT UNSIGNED NOT NULL DEFAULT 0,
    held_n      BIGINT UNSIGNED NOT NULL DEFAULT 0,
    failed_n    BIGINT UNSIGNED NOT NULL DEFAULT 0,
    ms          BIGINT UNSIGNED NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    KEY run_started (started_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='one evaluation run';

CREATE TABLE IF NOT EXISTS run_error (
    run_id      BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    script_version_id BIGINT UNSIGNED NULL,
    fault       VARCHAR(2000) NOT NULL COMMENT 'file:line and what was wrong',
    PRIMARY KEY (run_id, case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='cases a run could not evaluate';

CREATE TABLE IF NOT EXISTS decision (
    id                BIGINT UNSIGNED NOT NULL,
    run_id            BIGINT UNSIGNED NOT NULL,
    case_id           BIGINT UNSIGNED NOT NULL,
    customer_id       BIGINT UNSIGNED NOT NULL,
    decided_on        DATE NOT NULL COMMENT 'local day of the division',
    decided_at        DATETIME(6) NOT NULL,
    script_version_id BIGINT UNSIGNED NOT NULL,
    script_sha256     BINARY(32) NOT NULL,
    snapshot_sha256   BINARY(32) NOT NULL,
    snapshot          MEDIUMTEXT NOT NULL COMMENT 'canonical form',
    proposals         MEDIUMTEXT NOT NULL COMMENT 'JSON',
    guards            MEDIUMTEXT NOT NULL COMMENT 'JSON: which guard held what',
    outcome           MEDIUMTEXT NOT NULL COMMENT 'JSON',
    PRIMARY KEY (id),
    KEY decision_case (case_id, decided_on),
    KEY decision_run (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='an acting decision, recomputable from what it stores';

CREATE TABLE IF NOT EXISTS worklist_row (
    case_id        BIGINT UNSIGNED NOT NULL,
    customer_id    BIGINT UNSIGNED NOT NULL,
    division_id    BIGINT UNSIGNED NOT NULL,
    currency       CHAR(3) NOT NULL,
    customer_name  VARCHAR(200) NOT NULL,
    customer_number VARCHAR(64) NOT NULL,
    assignee_id    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: nobody',
    score_milli    INT NOT NULL COMMENT 'sum of the contributions, thousandths',
    contributions  TEXT NOT NULL COMMENT 'JSON {name: thousandths}',
    status         VARCHAR(32) NOT NULL COMMENT 'ok | due | overdue | promised | promise_broken | disputed | held | fault | uncertain',
    reason         VARCHAR(300) NOT NULL COMMENT 'why it is here, one sentence',
    next_action    VARCHAR(64) NOT NULL COMMENT 'call | review | send REMINDER | wait …',
    next_on        DATE NULL,
    exception      TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: a person has something to do',
    open_minor     BIGINT NOT NULL,
    overdue_minor  BIGINT NOT NULL,
    overdue_base   BIGINT NOT NULL COMMENT 'in the group''s reporting currency, for order across currencies',
    not_due_minor  BIGINT NOT NULL,
    b1_minor       BIGINT NOT NULL COMMENT '1-30 days',
    b2_minor       BIGINT NOT NULL COMMENT '31-60',
    b3_minor       BIGINT NOT NULL COMMENT '61-90',
    b4_minor       BIGINT NOT NULL COMMENT '91+',
    unapplied_minor BIGINT NOT NULL,
    disputed_minor BIGINT NOT NULL,
    promised_minor BIGINT NOT NULL,
    items_n        INT UNSIGNED NOT NULL,
    oldest_due_on  DATE NULL,
    days_late      INT NOT NULL,
    broken_n       INT UNSIGNED NOT NULL DEFAULT 0,
    tags           VARCHAR(500) NOT NULL DEFAULT '',
    strategy       VARCHAR(64) NOT NULL DEFAULT '',
    last_contact_on DATE NULL,
    evaluated_on   DATE NOT NULL,
    PRIMARY KEY (case_id),
    KEY worklist_score (score_milli, case_id),
    KEY worklist_assignee (assignee_id, score_milli, case_id),
    KEY worklist_value (overdue_base, case_id),
    KEY worklist_days (days_late, case_id),
    KEY worklist_name (customer_name, case_id),
    KEY worklist_status (status, score_milli, case_id),
    KEY worklist_exception (exception, score_milli, case_id),
    KEY worklist_customer (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what the worklist page reads; kept by the engine and by events';

CREATE TABLE IF NOT EXISTS outbox (
    id           BIGINT UNSIGNED NOT NULL,
    case_id      BIGINT UNSIGNED NULL COMMENT 'NULL: not about a case',
    customer_id  BIGINT UNSIGNED NOT NULL,
    run_id       BIGINT UNSIGNED NULL,
    decision_id  BIGINT UNSIGNED NULL,
    kind         ENUM('upcoming','overdue','manual','system') NOT NULL,
    channel      ENUM('email','letter','sms') NOT NULL DEFAULT 'email',
    template     VARCHAR(64) NOT NULL,
    script_id    BIGINT UNSIGNED NULL,
    step         VARCHAR(64) NULL COMMENT 'the highest step in it',
    state        ENUM('planned','claimed','sending','handed_over','failed','cancelled','uncertain') NOT NULL,
    reason       VARCHAR(300) NULL COMMENT 'of cancelled, failed, uncertain, planned again',
    not_before   DATETIME(6) NOT NULL COMMENT 'business clock',
    retry_at     DATETIME(6) NULL COMMENT 'real clock',
    lease_until  DATETIME(6) NULL COMMENT 'real clock',
    claimed_by   VARCHAR(64) NULL,
    attempts     INT UNSIGNED NOT NULL DEFAULT 0,
    message_id   VARCHAR(200) NULL COMMENT 'deterministic: from the id and the installation',
    subject      VARCHAR(300) NULL COMMENT 'as rendered at the last look',
    body_text    MEDIUMTEXT NULL,
    body_html    MEDIUMTEXT NULL,
    total_minor  BIGINT NULL COMMENT 'what it asks for, at the last look',
    currency     CHAR(3) NULL,
    actor_kind   ENUM('user','client','contact','script','system') NOT NULL,
    actor_id     VARCHAR(64) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    handed_at    DATETIME(6) NULL COMMENT 'business clock',
    handed_on    DATE NULL COMMENT 'local day of the division',
    reply        VARCHAR(500) NULL COMMENT 'the server''s last words',
    PRIMARY KEY (id),
    KEY outbox_queue (state, not_before, id),
    KEY outbox_lease (state, lease_until),
    KEY outbox_case (case_id, id),
    KEY outbox_created (created_at, id),
    KEY outbox_customer (customer_id, id),
    KEY outbox_contact (customer_id, state, handed_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='every message that goes or went to a customer';

-- script is identity, not version: publishing or rolling back re-sends nothing. cycle is the
-- repeat number. void_id is 0 while the line stands; a cancelled message sets it to its own id,
-- so that the step can be planned again if the debt comes back.
CREATE TABLE IF NOT EXISTS outbox_line (
    instalment_id BIGINT UNSIGNED NOT NULL,
    script_id     BIGINT UNSIGNED NOT NULL COMMENT '0 in a person''s own message, whose step is manual:<outbox id>',
    step          VARCHAR(64) NOT NULL,
    cycle         INT UNSIGNED NOT NULL,
    void_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
    outbox_id     BIGINT UNSIGNED NOT NULL,
    case_id       BIGINT UNSIGNED NOT NULL,
    level         SMALLINT UNSIGNED NOT NULL COMMENT 'rank of the step in its strategy, from 1',
    open_minor    BIGINT NULL COMMENT 'what it asked for, at the last look',
    handed_on     DATE NULL COMMENT 'set at hand-over: the step is taken',
    PRIMARY KEY (instalment_id, script_id, step, cycle, void_id),
    KEY outbox_line_outbox (outbox_id),
    KEY outbox_line_case (case_id, instalment_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which instalments a message is about, by which step';

CREATE TABLE IF NOT EXISTS outbox_recipient (
    outbox_id  BIGINT UNSIGNED NOT NULL,
    email      VARCHAR(254) NOT NULL,
    contact_id BIGINT UNSIGNED NULL,
    role       ENUM('to','cc') NOT NULL,
    state      ENUM('planned','handed_over','rejected','delivered','bounced','suppressed') NOT NULL,
    detail     VARCHAR(500) NULL,
    at         DATETIME(6) NULL,
    PRIMARY KEY (outbox_id, email),
    KEY outbox_recipient_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='to whom, resolved at the last look';

CREATE TABLE IF NOT EXISTS outbox_attempt (
    outbox_id BIGINT UNSIGNED NOT NULL,
    attempt   INT UNSIGNED NOT NULL,
    real_at   DATETIME(6) NOT NULL,
    outcome   VARCHAR(32) NOT NULL,
    reply     VARCHAR(500) NULL,
    PRIMARY KEY (outbox_id, attempt)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='each try to hand a message over';
