SELECT t.id, t.date, t.place, p.name, coalesce(t.commune, p.commune), t.conflict,
    (SELECT json_group_array(value ORDER BY value) FROM territory_structures WHERE id = t.id)
FROM territory AS t
LEFT JOIN place AS p ON p.id = t.place
WHERE t.deleted = 0 AND (?1 IS NULL OR t.place = ?1)
    AND (?2 IS NULL OR json_extract(coalesce(t.commune, p.commune), '$.code') = ?2)
ORDER BY t.date DESC, t.recorded_at DESC, t.id DESC
LIMIT ?3 OFFSET ?4
