-- What a clinic says of itself, and whom it lets in.
CREATE TABLE clinic (
    unit_id BYTEA NOT NULL PRIMARY KEY REFERENCES unit (id),
    -- open; closed (for new cases); ended.
    status TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    web TEXT,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    opening_hours TEXT,
    phone_hours TEXT,
    -- What residents read on the clinic's page, and before they send.
    about TEXT,
    terms TEXT,
    -- The promise, in working days, where a case type has none of its own.
    reply_days BIGINT NOT NULL,
    -- Whom a notice of a new case goes to: every case receiver, or just the address beside it.
    notify TEXT NOT NULL,
    notice_email TEXT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- The catchment area: a region, and optionally municipalities, sex and age. None of the municipalities means all.
CREATE TABLE catchment (
    unit_id BYTEA NOT NULL PRIMARY KEY REFERENCES unit (id),
    county_code TEXT NOT NULL,
    sex TEXT,
    age_from BIGINT,
    age_to BIGINT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX catchment_by_county ON catchment (county_code);

CREATE TABLE catchment_municipality (
    unit_id BYTEA NOT NULL REFERENCES catchment (unit_id),
    municipality_code TEXT NOT NULL,
    PRIMARY KEY (unit_id, municipality_code)
);

-- A case type of a clinic: one of the ready ones, or its own. Grants name it as their object (`case-type`).
CREATE TABLE case_type (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    -- Which of the ready types; NULL for the clinic's own.
    ready TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    restricted BOOLEAN NOT NULL,
    -- Working days; NULL for the clinic's promise.
    reply_days BIGINT,
    -- The form that residents meet now (case_type_form), and what is being worked on as JSON; either may be missing.
    published BIGINT,
    draft TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_type_name ON case_type (unit_id, name_key) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX case_type_ready ON case_type (unit_id, ready) WHERE ready IS NOT NULL AND ended_at IS NULL;
CREATE INDEX case_type_of_unit ON case_type (unit_id, position, id);

-- Published forms are never changed: a case keeps the one that it was sent with. The definition is JSON that SQL never looks into:
-- what the resident sees, the fields, the answer alternatives.
CREATE TABLE case_type_form (
    case_type_id BYTEA NOT NULL REFERENCES case_type (id),
    number BIGINT NOT NULL,
    definition TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by BYTEA,
    PRIMARY KEY (case_type_id, number)
);

-- What staff start cases from. An information can't be replied to, a question can.
CREATE TABLE case_template (
    id BYTEA NOT NULL PRIMARY KEY,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_template_name ON case_template (unit_id, name_key) WHERE ended_at IS NULL;
