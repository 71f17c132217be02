-- Import profiles that admins changed.

-- import_profile_active :one [hot] (name text) → (script_id u64, version_id u64, body text)
SELECT s.id AS script_id, v.id AS version_id, v.body
  FROM script s
  JOIN script_version v ON v.id = s.active_version_id
 WHERE s.kind = 'profile' AND s.name = :name;
