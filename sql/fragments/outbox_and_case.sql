SELECT o.id, o.case_id, o.customer_id, o.kind, o.channel, o.template, o.script_id, o.step, o.state,
       o.lease_until, o.claimed_by, o.attempts, o.message_id, o.subject, o.total_minor, o.currency,
       cs.id AS case_locked, cs.touch_seq, cs.run_id, o.beside,
       $1 AS suppressed
  FROM outbox o
  LEFT JOIN case_state cs ON cs.id = o.case_id
 WHERE o.id = :id
   FOR UPDATE
