CASE $1 WHEN 'de' THEN r.name_de WHEN 'fr' THEN r.name_fr ELSE r.name_en END
