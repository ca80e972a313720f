SELECT count(*), coalesce(sum(max(coalesce(s.duration, 0), 0)), 0), min(s.date), max(s.date)
FROM session AS s
WHERE s.deleted = 0
  AND s.id IN (SELECT session FROM attendance WHERE beneficiary = ?1 AND deleted = 0)
