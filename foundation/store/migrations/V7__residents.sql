-- Residents in order of name, each once however many grants they hold there: what someone has ended is left out of the index, so
-- that a list never walks past years of it.
DROP INDEX grants_of_residents;
CREATE INDEX grants_of_residents ON grants (unit_id, role_id, person_sort_key, holder_person)
    WHERE person_sort_key IS NOT NULL AND ended_at IS NULL;

-- Those of residents that have a last day, the next one first.
CREATE INDEX grants_that_end ON grants (unit_id, to_at, id)
    WHERE person_sort_key IS NOT NULL AND ended_at IS NULL AND to_at IS NOT NULL;
