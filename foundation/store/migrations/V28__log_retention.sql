-- How long a unit's access log is kept (gallring), with the units below that say nothing themselves. A unit that nobody has said anything
-- about, nor any above it, keeps its log. NULL: kept until somebody says otherwise, whatever is said above.
CREATE TABLE audit_retention (
    unit_id BYTEA NOT NULL PRIMARY KEY REFERENCES unit (id),
    years BIGINT,
    set_at BIGINT NOT NULL,
    set_by BYTEA,
    set_by_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT audit_retention_floor CHECK (years >= 5)
);

-- What was erased, a row for each event that tells of it. The event in the log is what counts; this is for pages.
CREATE TABLE audit_thinning (
    event_id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    before_day TEXT NOT NULL,
    years BIGINT NOT NULL,
    events BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX audit_thinning_of_unit ON audit_thinning (unit_id, at);

-- The one that thins, one row once anything is to be thinned: whose turn it is, and up to which position all that is sealed is older than the floor.
CREATE TABLE audit_thinner (
    id BIGINT NOT NULL PRIMARY KEY,
    holder BYTEA,
    leased_until BIGINT NOT NULL,
    reached BIGINT NOT NULL
);

-- Which event told of the erasing of this one.
ALTER TABLE audit_leaf ADD COLUMN thinned_by BYTEA;
