-- Of which things an account's owner wants a letter. `account.notices` is whether of any.
ALTER TABLE account ADD COLUMN notice_new_case BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN notice_assigned BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN notice_reply BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN notice_internal BOOLEAN NOT NULL DEFAULT TRUE;
