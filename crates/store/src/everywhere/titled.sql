SELECT s.id FROM session AS s
WHERE s.deleted = 0 AND s.title IS NOT NULL AND s.title = ?1
ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
LIMIT ?2
