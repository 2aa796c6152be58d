-- Whoever has a protected identity, found without looking through everybody: names of staff are masked by it.
CREATE INDEX person_protected ON person (identity_number) WHERE protection <> 'none';
CREATE INDEX directory_person_protected ON directory_person (hsa_id) WHERE protected;

-- Records security officers of installations from before service 430 (export of the log) get it, where the built-in role still holds its
-- neighbour, log review (400).
INSERT INTO role_service (role_id, service)
SELECT r.id, 430 FROM role r
WHERE r.built_in = 'records-security-officer'
  AND EXISTS (SELECT 1 FROM role_service s WHERE s.role_id = r.id AND s.service = 400)
  AND NOT EXISTS (SELECT 1 FROM role_service s WHERE s.role_id = r.id AND s.service = 430);
