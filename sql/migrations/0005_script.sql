-- Why:   what admins write: scripts and templates, immutable version by version.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS script (
    id         BIGINT UNSIGNED NOT NULL,
    kind       ENUM('strategy','segment','matching','connector','profile','pack') NOT NULL,
    name       VARCHAR(64) NOT NULL COMMENT 'file name without .lua; stable identity',
    active_version_id BIGINT UNSIGNED NULL,
    activated_at DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY script_name (kind, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='a named piece of Lua';

CREATE TABLE IF NOT EXISTS script_version (
    id         BIGINT UNSIGNED NOT NULL,
    script_id  BIGINT UNSIGNED NOT NULL,
    version_no INT UNSIGNED NOT NULL,
    body       MEDIUMTEXT NOT NULL,
    sha256     BINARY(32) NOT NULL,
    state      ENUM('draft','checked','approved','active','superseded') NOT NULL COMMENT 'draft → checked → (approved) → active → superseded',
    comment    VARCHAR(500) NULL,
    actor_kind ENUM('user','client','contact','script','system') NOT NULL,
    actor_id   VARCHAR(64) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY script_version_no (script_id, version_no),
    CONSTRAINT script_version_script FOREIGN KEY (script_id) REFERENCES script (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='text never changes; state does';

CREATE TABLE IF NOT EXISTS script_activation (
    id         BIGINT UNSIGNED NOT NULL,
    script_id  BIGINT UNSIGNED NOT NULL,
    version_id BIGINT UNSIGNED NULL COMMENT 'NULL: switched off',
    known_from DATETIME(6) NOT NULL,
    known_to   DATETIME(6) NULL,
    actor_kind ENUM('user','client','contact','script','system') NOT NULL,
    actor_id   VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    KEY script_activation_script (script_id, known_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='which version was live when';

-- One row: every activation raises it, and every process compares before it evaluates.
CREATE TABLE IF NOT EXISTS script_epoch (
    id    TINYINT UNSIGNED NOT NULL,
    epoch BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='changes when any active script changes';
INSERT IGNORE INTO script_epoch (id, epoch) VALUES (1, 1);

CREATE TABLE IF NOT EXISTS strategy_pin (
    id         BIGINT UNSIGNED NOT NULL,
    case_id    BIGINT UNSIGNED NOT NULL,
    script_id  BIGINT UNSIGNED NOT NULL,
    user_id    BIGINT UNSIGNED NULL,
    reason     VARCHAR(500) NULL,
    known_from DATETIME(6) NOT NULL,
    known_to   DATETIME(6) NULL,
    live       TINYINT(1) AS (IF(known_to IS NULL, 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY strategy_pin_live (case_id, live)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a person chose the strategy; wins over segments';

CREATE TABLE IF NOT EXISTS template (
    id      BIGINT UNSIGNED NOT NULL,
    code    VARCHAR(64) NOT NULL COMMENT 'upcoming, reminder_first … as scripts name it',
    purpose VARCHAR(200) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY template_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='a message by its name';

CREATE TABLE IF NOT EXISTS template_version (
    id          BIGINT UNSIGNED NOT NULL,
    template_id BIGINT UNSIGNED NOT NULL,
    language    VARCHAR(16) NOT NULL,
    channel     ENUM('email','letter','sms') NOT NULL,
    version_no  INT UNSIGNED NOT NULL,
    subject     VARCHAR(300) NOT NULL,
    body_text   MEDIUMTEXT NOT NULL,
    body_html   MEDIUMTEXT NOT NULL,
    sha256      BINARY(32) NOT NULL,
    active      TINYINT(1) NULL COMMENT '1 or NULL',
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY template_version_no (template_id, language, channel, version_no),
    UNIQUE KEY template_version_active (template_id, language, channel, active),
    CONSTRAINT template_version_template FOREIGN KEY (template_id) REFERENCES template (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='text never changes; active does';
