-- One laptop may have closed what another postponed: a closed one is never due. Nor is what
-- hangs on a person or a session that is in the bin.
FROM ({expected}) AS e
LEFT JOIN beneficiary AS b ON b.id = e.beneficiary
LEFT JOIN session AS s ON s.id = e.session
WHERE coalesce(e.state, '') NOT IN ({closed})
    AND coalesce(b.deleted, 0) = 0
    AND (e.beneficiary IS NOT NULL OR coalesce(s.deleted, 1) = 0)
