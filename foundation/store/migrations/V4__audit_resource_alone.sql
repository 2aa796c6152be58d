-- The rows of an event's subjects are written with their event, by one function, and are never changed. A foreign key looked the
-- event up again in the newest page of its index, where on PostgreSQL every other change was just then writing its own: each
-- became the other's conflict. Neither database can drop the rule by a statement that the other knows, so the table is made anew.
CREATE TABLE audit_resource_moved AS SELECT * FROM audit_resource;
DROP TABLE audit_resource;
CREATE TABLE audit_resource (
    event_id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT,
    patient_root TEXT,
    patient_extension TEXT,
    patient_name TEXT,
    care_provider_id TEXT,
    care_provider_name TEXT,
    care_unit_id TEXT,
    care_unit_name TEXT,
    PRIMARY KEY (event_id, position)
);
INSERT INTO audit_resource (event_id, position, resource_type, resource_id, patient_root, patient_extension, patient_name,
        care_provider_id, care_provider_name, care_unit_id, care_unit_name)
    SELECT event_id, position, resource_type, resource_id, patient_root, patient_extension, patient_name, care_provider_id,
        care_provider_name, care_unit_id, care_unit_name
    FROM audit_resource_moved;
DROP TABLE audit_resource_moved;
CREATE INDEX audit_resource_by_patient ON audit_resource (patient_extension, event_id);
