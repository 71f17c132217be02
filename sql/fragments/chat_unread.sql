m.conversation_id = $1 AND m.author_kind = 'user' AND m.channel <> 'mail'
   AND m.seq > COALESCE((SELECT MAX(r.seq) FROM chat_read r WHERE r.conversation_id = $1 AND r.side = 'contact'), 0)
