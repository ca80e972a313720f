SELECT t.value, count(*) AS n, coalesce(sum(max(coalesce(s.duration, 0), 0)), 0)
FROM session AS s
JOIN session_themes AS t ON t.id = s.id
WHERE s.deleted = 0
  AND s.id IN (SELECT session FROM attendance WHERE beneficiary = ?1 AND deleted = 0)
GROUP BY t.value
ORDER BY n DESC, t.value
