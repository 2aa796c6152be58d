-- A service that can be ordered (beställbar tjänst), and the roles that are ordered under its name.
CREATE TABLE orderable (
    id BYTEA NOT NULL PRIMARY KEY,
    organisation_id BYTEA NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX orderable_name ON orderable (organisation_id, name_key) WHERE ended_at IS NULL;

CREATE TABLE orderable_role (
    orderable_id BYTEA NOT NULL REFERENCES orderable (id),
    role_id BYTEA NOT NULL REFERENCES role (id),
    -- How many receivers must approve a line that grants it: 1 or 2.
    approvers BIGINT NOT NULL,
    PRIMARY KEY (orderable_id, role_id)
);

-- What a region has chosen about its orders. No row: heads of operations do not order, and nothing is re-certified.
CREATE TABLE ordering_choice (
    region_id BYTEA NOT NULL PRIMARY KEY REFERENCES unit (id),
    heads_may_order BOOLEAN NOT NULL,
    -- Months between two re-certifications; null where the region has none.
    certification_months BIGINT,
    -- Days that a unit has to answer in.
    certification_days BIGINT NOT NULL,
    -- Days after which what nobody confirmed is ended; null where it is only reported.
    grace_days BIGINT,
    version BIGINT NOT NULL
);

-- On whose word somebody is an orderer or a head of operations: the decision that the grant stands on.
CREATE TABLE appointment (
    grant_id BYTEA NOT NULL PRIMARY KEY REFERENCES grants (id),
    proof TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_account BYTEA,
    actor_name TEXT NOT NULL
);

-- The staff directory, imported: who has an HSA-id, whether or not they have an account here.
CREATE TABLE directory_person (
    hsa_id TEXT NOT NULL PRIMARY KEY,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    title TEXT,
    email TEXT,
    -- Protected identity: the name is shown to nobody who looks an id up.
    protected BOOLEAN NOT NULL,
    ended_on TEXT,
    updated_at BIGINT NOT NULL
);

-- grant or revoke; null for an order that is neither.
ALTER TABLE care_order ADD COLUMN act TEXT;
ALTER TABLE care_order ADD COLUMN orderable_id BYTEA REFERENCES orderable (id);
-- On whose right it was ordered: as the check at its sending found.
ALTER TABLE care_order ADD COLUMN ordered_by TEXT;
-- The period of the grants asked for.
ALTER TABLE care_order ADD COLUMN from_at BIGINT;
ALTER TABLE care_order ADD COLUMN to_at BIGINT;

-- One permission for one person at one unit.
CREATE TABLE care_order_line (
    order_id BYTEA NOT NULL REFERENCES care_order (id),
    position BIGINT NOT NULL,
    hsa_id TEXT NOT NULL,
    person_name TEXT NOT NULL,
    person_sort_key BYTEA NOT NULL,
    email TEXT,
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    role_id BYTEA NOT NULL REFERENCES role (id),
    -- waiting, approved-once, done, rejected, withdrawn.
    state TEXT NOT NULL,
    first_approver BYTEA,
    first_approver_name TEXT,
    first_approved_at BIGINT,
    decided_by BYTEA,
    decided_by_name TEXT,
    decided_at BIGINT,
    reason TEXT,
    -- What came of it: whose grant was made, or ended.
    account_id BYTEA REFERENCES account (id),
    grant_id BYTEA REFERENCES grants (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (order_id, position)
);
CREATE INDEX care_order_line_of_person ON care_order_line (hsa_id, order_id);
CREATE INDEX care_order_line_of_grant ON care_order_line (grant_id);

-- What happened to an order, for its timeline: placed, asked, answered, approved, rejected, withdrawn and so on.
CREATE TABLE care_order_event (
    id BYTEA NOT NULL PRIMARY KEY,
    order_id BYTEA NOT NULL REFERENCES care_order (id),
    at BIGINT NOT NULL,
    actor_account BYTEA,
    actor_name TEXT NOT NULL,
    what TEXT NOT NULL,
    -- How many lines it concerns; null where it is the order as a whole.
    lines BIGINT,
    words TEXT
);
CREATE INDEX care_order_event_of_order ON care_order_event (order_id, at, id);

-- Built-in roles as they stand get the services that came with orders of permissions: 420 to 422 and 424.
INSERT INTO role_service (role_id, service)
SELECT r.id, s.service FROM role r
JOIN (SELECT 'support' AS built_in, CAST(420 AS BIGINT) AS service
      UNION ALL SELECT 'support', CAST(421 AS BIGINT)
      UNION ALL SELECT 'support', CAST(422 AS BIGINT)
      UNION ALL SELECT 'support', CAST(424 AS BIGINT)
      UNION ALL SELECT 'records-security-officer', CAST(420 AS BIGINT)
      UNION ALL SELECT 'system-administrator', CAST(420 AS BIGINT)
      UNION ALL SELECT 'system-administrator', CAST(421 AS BIGINT)) s ON s.built_in = r.built_in;
