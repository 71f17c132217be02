-- What messages say: templates and their variants, immutable versions, which are in force.

-- template_lock :one (code text) → (id u64, topic text)
-- Versions are numbered and activated under this lock.
SELECT id, topic
  FROM template
 WHERE code = :code
   FOR UPDATE;

-- template_insert :exec (id u64, code text, purpose text, topic text, stage u32)
-- One that exists learns what ships now of it, but for its texts.
INSERT INTO template (id, code, purpose, topic, stage)
VALUES (:id, :code, :purpose, :topic, :stage)
    ON DUPLICATE KEY UPDATE purpose = VALUES(purpose), topic = VALUES(topic), stage = VALUES(stage);

-- template_add :exec (id u64, code text, purpose text, topic text, stage u32)
-- One of the company's own.
INSERT INTO template (id, code, purpose, topic, stage)
VALUES (:id, :code, :purpose, :topic, :stage);

-- template_variant_insert :exec (id u64, code text, purpose text, base_id u64, category text?,
--     late_from i32?, late_to i32?)
INSERT INTO template (id, code, purpose, topic, stage, base_id, category, late_from, late_to)
SELECT :id, :code, :purpose, b.topic, b.stage, b.id, :category, :late_from, :late_to
  FROM template b
 WHERE b.id = :base_id;

-- template_shipped :one (template_id u64, language text) → (sha256 hash)
-- The newest text that shipped.
SELECT sha256
  FROM template_version
 WHERE template_id = :template_id AND language = :language AND channel = 'email' AND actor_kind = 'system'
 ORDER BY version_no DESC
 LIMIT 1;

-- template_latest :one (template_id u64, language text, channel text) → (id u64, version_no u32, sha256 hash)
SELECT id, version_no, sha256
  FROM template_version
 WHERE template_id = :template_id AND language = :language AND channel = :channel
 ORDER BY version_no DESC
 LIMIT 1;

-- template_version_insert :exec (id u64, template_id u64, language text, channel text, version_no u32,
--     subject text, body_text text, body_html text, sha256 hash, active bool?, comment text?,
--     actor_kind text, actor_id text, now_at instant)
INSERT INTO template_version (id, template_id, language, channel, version_no, subject, body_text, body_html, sha256,
       active, comment, actor_kind, actor_id, created_at)
VALUES (:id, :template_id, :language, :channel, :version_no, :subject, :body_text, :body_html, :sha256,
       :active, :comment, :actor_kind, :actor_id, :now_at);

-- template_texts :many [hot] (code text)
--     → (version_id u64, code text, topic text, language text, channel text, category text?,
--        late_from i32?, late_to i32?)
-- All that could be the text somebody gets: of the template and of its variants, in force.
SELECT v.id AS version_id, t.code, t.topic, v.language, v.channel, t.category, t.late_from, t.late_to
  FROM template b
  JOIN template t ON t.id = b.id OR t.base_id = b.id
  JOIN template_version v ON v.template_id = t.id AND v.active = 1
 WHERE b.code = :code
 ORDER BY v.id;

-- template_words :one [hot] (id u64) → (subject text, body_text text, body_html text)
-- Those of the one that was chosen.
SELECT subject, body_text, body_html FROM template_version WHERE id = :id;

-- template_list :many ()
--     → (id u64, code text, purpose text, topic text, stage u32, base_code text?, category text?,
--        late_from i32?, late_to i32?)
-- Each template before its variants.
SELECT t.id, t.code, t.purpose, t.topic, CAST(t.stage AS UNSIGNED INTEGER) AS stage, b.code AS base_code, t.category,
       t.late_from, t.late_to
  FROM template t
  LEFT JOIN template b ON b.id = t.base_id
 ORDER BY t.topic DESC, t.stage, COALESCE(b.code, t.code), t.base_id IS NOT NULL, t.code;

-- template_one :one (code text) → template_list
SELECT t.id, t.code, t.purpose, t.topic, CAST(t.stage AS UNSIGNED INTEGER) AS stage, b.code AS base_code, t.category,
       t.late_from, t.late_to
  FROM template t
  LEFT JOIN template b ON b.id = t.base_id
 WHERE t.code = :code;

-- template_texts_all :many ()
--     → (template_id u64, language text, channel text, active_no u32?, latest_no u32)
-- The texts of every template: which version is in force, and the newest.
SELECT v.template_id, v.language, v.channel, CAST(MAX(IF(v.active = 1, v.version_no, NULL)) AS UNSIGNED INTEGER) AS active_no,
       CAST(COALESCE(MAX(v.version_no), 0) AS UNSIGNED INTEGER) AS latest_no
  FROM template_version v
 GROUP BY v.template_id, v.language, v.channel
 ORDER BY v.template_id, v.channel, v.language;

-- template_versions :many (template_id u64)
--     → (id u64, language text, channel text, version_no u32, active bool, sha256 hash, comment text?,
--        by_kind text, by_id text, by_name text?, created_at instant, activated_at instant?)
SELECT v.id, v.language, v.channel, v.version_no, COALESCE(v.active = 1, FALSE) AS active, v.sha256, v.comment,
       v.actor_kind AS by_kind, v.actor_id AS by_id, u.name AS by_name, v.created_at, v.activated_at
  FROM template_version v
  LEFT JOIN user u ON v.actor_kind = 'user' AND u.id = v.actor_id
 WHERE v.template_id = :template_id
 ORDER BY v.language, v.channel, v.version_no DESC;

-- template_version_get :one (template_id u64, id u64)
--     → (id u64, language text, channel text, version_no u32, active bool, comment text?,
--        created_at instant, subject text, body_text text, body_html text)
SELECT id, language, channel, version_no, COALESCE(active = 1, FALSE) AS active, comment, created_at, subject,
       body_text, body_html
  FROM template_version
 WHERE template_id = :template_id AND id = :id;

-- template_version_by_no :one (template_id u64, language text, channel text, version_no u32) → template_version_get
SELECT id, language, channel, version_no, COALESCE(active = 1, FALSE) AS active, comment, created_at, subject,
       body_text, body_html
  FROM template_version
 WHERE template_id = :template_id AND language = :language AND channel = :channel AND version_no = :version_no;

-- template_deactivate :exec (template_id u64, language text, channel text)
UPDATE template_version
   SET active = NULL
 WHERE template_id = :template_id AND language = :language AND channel = :channel AND active = 1;

-- template_activate :exec (id u64, now_at instant)
UPDATE template_version
   SET active = 1, activated_at = :now_at
 WHERE id = :id;
