SELECT id, state, date, NULL AS session, recorded_at
FROM follow_step
WHERE item = ?1 AND deleted = 0
ORDER BY date, recorded_at, id
