SELECT id FROM session
WHERE deleted = 0
ORDER BY date DESC, recorded_at DESC, id DESC
LIMIT ?1 OFFSET ?2
