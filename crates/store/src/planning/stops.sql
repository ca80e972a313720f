SELECT id FROM stop
WHERE deleted = 0
  AND ((first_day <= ?2 AND (last_day IS NULL OR last_day >= ?1))
    OR id IN (SELECT stop FROM stop_change
              WHERE deleted = 0 AND (date BETWEEN ?1 AND ?2 OR moved_to BETWEEN ?1 AND ?2)))
ORDER BY id
