-- rule_epoch :one () → (epoch u64)
-- Rises with every activation.
SELECT epoch FROM script_epoch WHERE id = 1;

-- rule_script :many () → (script_id u64, version_id u64, kind text, name text, body text, sha256 hash)
-- Everything that is in force, in a fixed order.
SELECT s.id AS script_id, v.id AS version_id, s.kind, s.name, v.body, v.sha256
  FROM script s
  JOIN script_version v ON v.id = s.active_version_id
 WHERE s.kind IN ('strategy', 'segment', 'pack')
 ORDER BY s.kind, s.name;

-- rule_rate :many (quote cur, on_day day) → (base cur, rate_e8 i64)
-- The newest rate of each currency into the reporting currency, not after the day.
SELECT f.base, f.rate_e8
  FROM fx_rate f
 WHERE f.quote = :quote
   AND f.rate_on = (SELECT MAX(g.rate_on) FROM fx_rate g
                     WHERE g.base = f.base AND g.quote = f.quote AND g.rate_on <= :on_day);

-- rule_text :many () → (code text, language text)
-- In which languages there is a text of each template for mail.
SELECT t.code, v.language
  FROM template t
  JOIN template_version v ON v.template_id = t.id AND v.channel = 'email' AND v.active = 1
 ORDER BY t.code, v.language;
