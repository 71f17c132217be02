-- Why:   reports that people define over the views of reports, and that come by mail when
--        they are due: saved_report_run is written in the transaction that queues the mail, so
--        that a time is served once, whatever dies.
-- Locks: new tables; ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS saved_report (
    id         BIGINT UNSIGNED NOT NULL,
    user_id    BIGINT UNSIGNED NOT NULL COMMENT 'who made it, alone may change it, and with whose rights it is sent',
    name       VARCHAR(100) NOT NULL,
    shared     TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: everybody may run it, each with the own rights',
    view       VARCHAR(32) NOT NULL COMMENT 'open_items: of the view report_open_items',
    definition TEXT NOT NULL COMMENT 'JSON, service/report_def.h',
    every      ENUM('never','day','week','month') NOT NULL DEFAULT 'never',
    on_day     TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the week, from Monday, or of the month; the last one where a month is shorter',
    at_hour    TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'by the clock of the company',
    next_at    DATETIME(6) NULL COMMENT 'business clock; NULL: never',
    changed_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY saved_report_name (user_id, name),
    KEY saved_report_next (next_at),
    CONSTRAINT saved_report_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='reports that people defined';

CREATE TABLE IF NOT EXISTS saved_report_recipient (
    report_id BIGINT UNSIGNED NOT NULL,
    user_id   BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (report_id, user_id),
    CONSTRAINT saved_report_recipient_report FOREIGN KEY (report_id) REFERENCES saved_report (id) ON DELETE CASCADE,
    CONSTRAINT saved_report_recipient_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='to whom a report is sent';

CREATE TABLE IF NOT EXISTS saved_report_run (
    report_id BIGINT UNSIGNED NOT NULL COMMENT 'also of a report that is gone',
    due_at    DATETIME(6) NOT NULL,
    made_at   DATETIME(6) NOT NULL,
    state     ENUM('sent','failed') NOT NULL,
    rows_n    BIGINT UNSIGNED NOT NULL DEFAULT 0,
    why       VARCHAR(300) NULL COMMENT 'of failed',
    PRIMARY KEY (report_id, due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='each time a report was due, once';

CREATE TABLE IF NOT EXISTS staff_mail_file (
    id        BIGINT UNSIGNED NOT NULL,
    user_id   BIGINT UNSIGNED NOT NULL COMMENT 'who is told when a mail with it does not arrive',
    report_id BIGINT UNSIGNED NOT NULL,
    name      VARCHAR(200) NOT NULL,
    type      VARCHAR(100) NOT NULL,
    data      LONGBLOB NOT NULL,
    real_at   DATETIME(6) NOT NULL COMMENT 'real clock; forgotten some days later',
    PRIMARY KEY (id),
    KEY staff_mail_file_age (real_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what is attached to mail to staff';

ALTER TABLE staff_mail
    ADD COLUMN IF NOT EXISTS file_id BIGINT UNSIGNED NULL COMMENT 'staff_mail_file that goes with it';
