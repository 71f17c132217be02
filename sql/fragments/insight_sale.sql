CASE t.kind WHEN 'invoice' THEN t.amount_minor WHEN 'credit' THEN -t.amount_minor
            WHEN 'refund' THEN IF(EXISTS (
                 SELECT 1 FROM item w
                  WHERE w.id = CAST(SUBSTRING_INDEX(SUBSTRING(t.source_id, 6), ':', 1) AS UNSIGNED) AND w.kind = 'credit'
                    AND t.source_system = 'dunlin' AND t.source_id LIKE 'void:%'), t.amount_minor, 0)
            ELSE 0 END
