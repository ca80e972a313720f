SELECT id FROM session
WHERE deleted = 0 AND date BETWEEN coalesce(?3, '') AND coalesce(?4, '9999')
ORDER BY date DESC, recorded_at DESC, id DESC
LIMIT ?1 OFFSET ?2
