-- The sealed log (docs/sealed-log.md). Events that wait to be sealed: each is put here in its own transaction, so what is committed is
-- here and nothing else is. No time and no sequence could say that: both are drawn before the commit.
CREATE TABLE audit_unsealed (
    event_id BYTEA NOT NULL PRIMARY KEY
);
-- The past is sealed as it stands.
INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event;

-- Sealed events by their position in the tree. The salt goes with an event that is erased; the leaf and its hash stay.
CREATE TABLE audit_leaf (
    event_id BYTEA NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    salt BYTEA,
    sealed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX audit_leaf_position ON audit_leaf (position);

-- The hashes of complete subtrees in one dense row, 32 of them a page. Only the last page grows.
CREATE TABLE audit_hash (
    page BIGINT NOT NULL PRIMARY KEY,
    hashes BYTEA NOT NULL
);

-- The tree, one row. Whoever made it grow last goes on with it until the lease is over.
CREATE TABLE audit_tree (
    id BIGINT NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    holder BYTEA,
    leased_until BIGINT NOT NULL
);

-- Signed checkpoints, each with its cosignatures.
CREATE TABLE audit_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    root BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    witnessed_at BIGINT
);
CREATE INDEX audit_checkpoint_by_time ON audit_checkpoint (signed_at);

-- The keys that signed; the seed lies sealed with the program's key. A key of before is good for the first last_size events.
CREATE TABLE audit_key (
    id BYTEA NOT NULL PRIMARY KEY,
    public_key TEXT NOT NULL,
    seed BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    last_size BIGINT
);

-- What each witness has taken last, and what keeps it from taking more.
CREATE TABLE audit_witness (
    name TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    trouble TEXT
);
