chat_notice.seq <= COALESCE((SELECT MAX(r.seq) FROM chat_read r
                                   WHERE r.conversation_id = chat_notice.conversation_id AND r.side = 'contact'), 0)
