-- The current accounts of a unit by name, without a look at the accounts themselves.
DROP INDEX account_by_unit;
CREATE INDEX account_at_unit ON account (unit_id, ended_at, sort_key, id);
