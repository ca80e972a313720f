-- Among the latest sessions only: no index of themes is kept for this at each save.
SELECT s.id FROM (
    SELECT id, date, recorded_at FROM session
    WHERE deleted = 0
    ORDER BY date DESC, recorded_at DESC, id DESC
    LIMIT ?3
) AS s
WHERE EXISTS (SELECT 1 FROM session_themes AS t WHERE t.id = s.id AND t.value = ?1)
ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
LIMIT ?2
