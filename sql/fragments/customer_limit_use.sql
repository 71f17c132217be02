ROUND(100000 * SUM(IF(w.currency = c.credit_currency, w.open_minor - w.unapplied_minor,
                  @worklist_in_base(w.open_minor - w.unapplied_minor)
                  / JSON_VALUE(:rates, CONCAT('$.', c.credit_currency)))) / NULLIF(c.credit_limit_minor, 0))
