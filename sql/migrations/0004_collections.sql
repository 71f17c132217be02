-- Why:   what people do about a case: promises, disputes, holds, tasks, words.
--        State is derived from rows that are only added; known_from/known_to say
--        what was known when.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS hold (
    id           BIGINT UNSIGNED NOT NULL,
    customer_id  BIGINT UNSIGNED NOT NULL,
    case_id      BIGINT UNSIGNED NULL COMMENT 'NULL: every case of the customer',
    item_id      BIGINT UNSIGNED NULL COMMENT 'NULL: everything',
    kind         ENUM('manual','legal') NOT NULL,
    amount_minor BIGINT NULL COMMENT 'NULL: the whole',
    until_on     DATE NULL COMMENT 'last day it holds; NULL until lifted',
    reason       VARCHAR(500) NOT NULL,
    user_id      BIGINT UNSIGNED NULL,
    known_from   DATETIME(6) NOT NULL,
    known_to     DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY hold_customer (customer_id, known_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='do not remind';

CREATE TABLE IF NOT EXISTS dispute (
    id           BIGINT UNSIGNED NOT NULL,
    case_id      BIGINT UNSIGNED NOT NULL,
    customer_id  BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL,
    amount_minor BIGINT NOT NULL COMMENT 'disputed part',
    reason_code  VARCHAR(32) NOT NULL,
    detail       VARCHAR(2000) NULL,
    owner_id     BIGINT UNSIGNED NULL,
    target_on    DATE NULL,
    opened_on    DATE NOT NULL,
    actor_kind   ENUM('user','client','contact','script','system') NOT NULL,
    actor_id     VARCHAR(64) NOT NULL,
    known_from   DATETIME(6) NOT NULL,
    known_to     DATETIME(6) NULL COMMENT 'closed',
    resolution   ENUM('credit','reject','rebill','write_off','withdrawn') NULL,
    PRIMARY KEY (id),
    KEY dispute_case (case_id, known_to),
    KEY dispute_item (item_id),
    CONSTRAINT dispute_gt_0 CHECK (amount_minor > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a part of an item the customer will not pay as it stands';

CREATE TABLE IF NOT EXISTS dispute_event (
    id         BIGINT UNSIGNED NOT NULL,
    dispute_id BIGINT UNSIGNED NOT NULL,
    kind       VARCHAR(32) NOT NULL COMMENT 'opened | changed | assigned | resolved | reopened',
    at         DATETIME(6) NOT NULL,
    actor_kind ENUM('user','client','contact','script','system') NOT NULL,
    actor_id   VARCHAR(64) NOT NULL,
    detail     TEXT NULL COMMENT 'JSON',
    PRIMARY KEY (id),
    KEY dispute_event_dispute (dispute_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what happened to a dispute; append-only';

CREATE TABLE IF NOT EXISTS promise (
    id           BIGINT UNSIGNED NOT NULL,
    case_id      BIGINT UNSIGNED NOT NULL,
    customer_id  BIGINT UNSIGNED NOT NULL,
    amount_minor BIGINT NOT NULL,
    made_on      DATE NOT NULL,
    promised_on  DATE NOT NULL,
    judged_on    DATE NOT NULL COMMENT 'promised_on plus the tolerance in force when it was made',
    channel      VARCHAR(32) NOT NULL COMMENT 'call | mail | portal | chat | import',
    note         VARCHAR(1000) NULL,
    actor_kind   ENUM('user','client','contact','script','system') NOT NULL,
    actor_id     VARCHAR(64) NOT NULL,
    plan_id      BIGINT UNSIGNED NULL COMMENT 'instalment plan it is part of',
    known_from   DATETIME(6) NOT NULL,
    known_to     DATETIME(6) NULL COMMENT 'cancelled',
    cancel_reason VARCHAR(200) NULL,
    PRIMARY KEY (id),
    KEY promise_case (case_id, known_to, judged_on),
    CONSTRAINT promise_gt_0 CHECK (amount_minor > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='the customer said when and how much; its state is derived from allocations';

CREATE TABLE IF NOT EXISTS promise_item (
    promise_id    BIGINT UNSIGNED NOT NULL,
    instalment_id BIGINT UNSIGNED NOT NULL,
    minor         BIGINT NOT NULL,
    PRIMARY KEY (promise_id, instalment_id),
    CONSTRAINT promise_item_promise FOREIGN KEY (promise_id) REFERENCES promise (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what a promise is for';

CREATE TABLE IF NOT EXISTS promise_state (
    promise_id BIGINT UNSIGNED NOT NULL,
    case_id    BIGINT UNSIGNED NOT NULL,
    state      ENUM('open','kept','partly','broken','cancelled') NOT NULL,
    kept_minor BIGINT NOT NULL,
    as_of      DATE NOT NULL,
    PRIMARY KEY (promise_id),
    KEY promise_state_case (case_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='the derived state at the last evaluation, for lists';

CREATE TABLE IF NOT EXISTS follow_up (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NULL,
    kind        VARCHAR(32) NOT NULL COMMENT 'call | review | broken_promise | uncertain_mail | apply_credit | undeliverable | stale_data | message | by_hand …',
    title       VARCHAR(300) NOT NULL,
    due_on      DATE NOT NULL,
    priority    TINYINT NOT NULL DEFAULT 2 COMMENT '1 high, 2 normal, 3 low',
    assignee_id BIGINT UNSIGNED NULL,
    state       ENUM('open','done','cancelled') NOT NULL DEFAULT 'open',
    outcome     VARCHAR(500) NULL,
    dedup_key   VARCHAR(128) NULL COMMENT 'one open task for one cause',
    origin      ENUM('user','client','contact','script','system') NOT NULL,
    origin_id   VARCHAR(64) NOT NULL,
    decision_id BIGINT UNSIGNED NULL,
    outbox_id   BIGINT UNSIGNED NULL,
    created_at  DATETIME(6) NOT NULL,
    ended_at    DATETIME(6) NULL,
    ended_by    BIGINT UNSIGNED NULL,
    snoozed_to  DATE NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    live_key    VARCHAR(128) AS (IF(state = 'open', dedup_key, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY follow_up_once (live_key),
    KEY follow_up_customer (customer_id, state, due_on),
    KEY follow_up_case (case_id, state),
    KEY follow_up_assignee (assignee_id, state, due_on),
    KEY follow_up_due (state, due_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a task for a person';

-- Same key as outbox_line: a task step is taken once per instalment and cycle.
CREATE TABLE IF NOT EXISTS follow_up_line (
    instalment_id BIGINT UNSIGNED NOT NULL,
    script_id     BIGINT UNSIGNED NOT NULL,
    step          VARCHAR(64) NOT NULL,
    cycle         INT UNSIGNED NOT NULL,
    follow_up_id  BIGINT UNSIGNED NOT NULL,
    case_id       BIGINT UNSIGNED NOT NULL,
    taken_on      DATE NOT NULL,
    level         SMALLINT UNSIGNED NOT NULL COMMENT 'rank of the step in its strategy, from 1',
    PRIMARY KEY (instalment_id, script_id, step, cycle),
    KEY follow_up_line_case (case_id, instalment_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which steps became tasks';

CREATE TABLE IF NOT EXISTS follow_up_item (
    follow_up_id BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (follow_up_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='items a task made by hand is about';

CREATE TABLE IF NOT EXISTS note (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NULL,
    item_id     BIGINT UNSIGNED NULL,
    user_id     BIGINT UNSIGNED NOT NULL,
    body        TEXT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY note_customer (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='internal; never leaves the house';

CREATE TABLE IF NOT EXISTS phone_call (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NULL,
    contact_id  BIGINT UNSIGNED NULL,
    user_id     BIGINT UNSIGNED NOT NULL,
    outcome     VARCHAR(32) NOT NULL,
    body        TEXT NULL,
    called_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY phone_call_customer (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what was said on the phone';

CREATE TABLE IF NOT EXISTS conversation (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NULL,
    dispute_id  BIGINT UNSIGNED NULL,
    subject     VARCHAR(300) NOT NULL,
    state       ENUM('open','closed') NOT NULL DEFAULT 'open',
    created_at  DATETIME(6) NOT NULL,
    last_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY conversation_customer (customer_id, last_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='chat and mail with a customer in one thread';

CREATE TABLE IF NOT EXISTS message (
    id              BIGINT UNSIGNED NOT NULL,
    conversation_id BIGINT UNSIGNED NOT NULL,
    customer_id     BIGINT UNSIGNED NOT NULL,
    author_kind     ENUM('user','contact','system') NOT NULL,
    author_id       VARCHAR(64) NOT NULL,
    channel         ENUM('portal','mail','chat') NOT NULL,
    body            TEXT NOT NULL,
    created_at      DATETIME(6) NOT NULL,
    client_key      VARCHAR(64) NULL COMMENT 'the sender''s own id: sent twice, stored once',
    PRIMARY KEY (id),
    UNIQUE KEY message_once (conversation_id, client_key),
    KEY message_customer (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='visible to the customer';

CREATE TABLE IF NOT EXISTS activity (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    case_id     BIGINT UNSIGNED NULL,
    at          DATETIME(6) NOT NULL,
    kind        VARCHAR(32) NOT NULL COMMENT 'invoice | payment | allocation | reversal | mail_sent | mail_failed | mail_cancelled | mail_uncertain | decision | follow_up | follow_up_done | note | message | promise | dispute | hold | tag | portal_visit | import …',
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    ref_kind    VARCHAR(32) NULL,
    ref_id      BIGINT UNSIGNED NULL,
    title       VARCHAR(300) NOT NULL,
    detail      TEXT NULL COMMENT 'JSON',
    PRIMARY KEY (id),
    KEY activity_customer (customer_id, at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='the one timeline of a customer; append-only';
