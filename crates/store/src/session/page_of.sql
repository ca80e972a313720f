SELECT s.id FROM session AS s
WHERE s.deleted = 0
  AND s.id IN (SELECT session FROM attendance WHERE beneficiary = ?3 AND deleted = 0)
  AND (?4 IS NULL OR s.date >= ?4)
  AND (?5 IS NULL OR s.date <= ?5)
ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
LIMIT ?1 OFFSET ?2
