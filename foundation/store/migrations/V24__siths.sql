-- A sign-in with a SITHS card that a browser has begun, by the identity provider or at the port for cards; found by the hash of that
-- browser's cookie, on any node.
CREATE TABLE siths_sign_in (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    way TEXT NOT NULL,
    -- What the answer is held against, sealed with the program's key. The first answer takes it away, whatever it is.
    begun BYTEA,
    return_to TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- By certificate: the hashes of what the browser carries to the port for cards, and of what it carries back. Each counts once.
    errand_hash BYTEA,
    ticket_hash BYTEA,
    -- Whom the card proved, sealed, while they choose among their commissions or fill in the form for a new account.
    card BYTEA,
    proven_at BIGINT
);
CREATE UNIQUE INDEX siths_sign_in_errand ON siths_sign_in (errand_hash) WHERE errand_hash IS NOT NULL;
CREATE INDEX siths_sign_in_by_time ON siths_sign_in (begun_at);

-- Notices of the identity provider that somebody signed out there: each counts once, on whichever node it comes.
CREATE TABLE oidc_logout_notice (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    holds_until BIGINT NOT NULL
);

-- What the identity provider knows the person and its own session by, each hashed with who it is; and the HSA-ids that the card proved,
-- one a line: with them hats of other accounts of the same person can be put on.
ALTER TABLE session ADD COLUMN idp_subject BYTEA;
ALTER TABLE session ADD COLUMN idp_session BYTEA;
ALTER TABLE session ADD COLUMN proven_hsa_ids TEXT;
CREATE INDEX session_by_idp_subject ON session (idp_subject) WHERE idp_subject IS NOT NULL;
CREATE INDEX session_by_idp_session ON session (idp_session) WHERE idp_session IS NOT NULL;

-- *Skaffa konto som personal*: asked for with a card by somebody who had no account. The account is made pending; whoever administers
-- permissions at the unit decides.
CREATE TABLE account_request (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES account (id),
    unit_id BYTEA NOT NULL REFERENCES unit (id),
    hsa_id TEXT NOT NULL,
    commission TEXT,
    message TEXT,
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    decided_by_name TEXT,
    approved BOOLEAN,
    reason TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_request_of_account ON account_request (account_id);
CREATE INDEX account_request_at_unit ON account_request (unit_id, asked_at, id);
CREATE INDEX account_request_waiting ON account_request (unit_id, asked_at, id) WHERE decided_at IS NULL;
