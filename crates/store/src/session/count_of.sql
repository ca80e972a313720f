SELECT count(*) FROM session AS s
WHERE s.deleted = 0
  AND s.id IN (SELECT session FROM attendance WHERE beneficiary = ?1 AND deleted = 0)
  AND (?2 IS NULL OR s.date >= ?2)
  AND (?3 IS NULL OR s.date <= ?3)
