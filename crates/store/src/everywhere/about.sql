SELECT s.id FROM session AS s
WHERE s.deleted = 0 AND EXISTS (SELECT 1 FROM session_themes AS t WHERE t.id = s.id AND t.value = ?1)
ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
LIMIT ?2
