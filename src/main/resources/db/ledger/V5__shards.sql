-- More shards than one: see Sharding. An account lives in one; where others pay into it, it has a sub-account under the same id, and what
-- gathers there is swept home through the clearing accounts, one a unit and shard.
alter table ledger.account add column part text not null default 'HOME' check (part in ('HOME', 'SUB', 'CLEARING'));

create index account_subs on ledger.account (shard_key, id) where part = 'SUB';
