-- Security keys and passkeys (FIDO2) of accounts.
CREATE TABLE security_key (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES account (id),
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- The key's own id of what it holds for us.
    credential_id BYTEA NOT NULL,
    -- The public key with what was told of it, as JSON: nothing of it is secret.
    credential TEXT NOT NULL,
    -- How often the key says that it has signed; always 0 for keys that do not count.
    sign_count BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX security_key_credential ON security_key (credential_id) WHERE ended_at IS NULL;
CREATE INDEX security_key_by_account ON security_key (account_id);

-- A key that is being asked: one row for a browser, found by the hash of its cookie on any node, good once and for minutes.
CREATE TABLE key_ceremony (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    -- add, second, alone, confirm.
    kind TEXT NOT NULL,
    -- Whose; none where whoever has the key is still to be known by it.
    account_id BYTEA,
    -- The session that asked, where there is one already.
    session_id BYTEA,
    -- What a new key is to be called.
    name TEXT,
    -- What the browser is to ask the key, and what its answer is held against, as JSON; empty where no key is asked.
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    return_to TEXT NOT NULL,
    begun_at BIGINT NOT NULL
);
CREATE INDEX key_ceremony_begun ON key_ceremony (begun_at);

-- Recovery codes of accounts, each good once in place of the second factor; hashed.
CREATE TABLE recovery_code (
    account_id BYTEA NOT NULL REFERENCES account (id),
    code_hash BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- Whether an order is answered to confirm a session that is open, rather than to open one.
ALTER TABLE bankid_order ADD COLUMN confirms BOOLEAN NOT NULL DEFAULT FALSE;
