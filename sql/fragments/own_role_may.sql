EXISTS (SELECT 1 FROM staff_role sr WHERE sr.code = $1 AND FIND_IN_SET('$2', sr.rights) > 0)
