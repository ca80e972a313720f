SELECT t.value, count(*) AS n
FROM attendance AS a
JOIN session_themes AS t ON t.id = a.session
WHERE a.beneficiary = ?1 AND a.deleted = 0
GROUP BY t.value
ORDER BY n DESC, t.value
