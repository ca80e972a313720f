SELECT s.id FROM session_themes AS t INDEXED BY session_themes_value
CROSS JOIN session AS s ON s.id = t.id AND s.deleted = 0
WHERE t.value = ?1
ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
LIMIT ?2
