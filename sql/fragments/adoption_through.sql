(i.source_system = 'dunlin' OR EXISTS (SELECT 1 FROM payment_intent pi WHERE pi.payment_item_id = i.id))
