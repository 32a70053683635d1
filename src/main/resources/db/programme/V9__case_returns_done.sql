-- A return that the ledger has taken is not told it again: it refuses ids of long ago, and one case must not stand in the way of all others.
alter table programme.case_return add column done boolean not null default false;
