SELECT p.id, f.key, p.name, p.commune, p.position, p.address, p.phone, p.opening_hours, p.itinerant,
    (SELECT json_group_array(value) FROM place_services WHERE id = p.id),
    (SELECT json_group_array(value ORDER BY value) FROM place_typologies WHERE id = p.id)
FROM place_search AS f
JOIN place AS p ON p.id = f.id
WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM place_services AS s WHERE s.id = p.id AND s.value = ?1)
ORDER BY f.name, f.id
