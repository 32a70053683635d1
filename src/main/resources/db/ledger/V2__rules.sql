-- Accounts with more rules, what reservations will bring in, and counters by holder.
alter table ledger.account
  add column most bigint check (most >= 0),
  add column per_holder bigint check (per_holder > 0),
  add column state text not null default 'OPEN' check (state in ('OPEN', 'FROZEN', 'CLOSED')),
  -- what open reservations will bring in at most
  add column expected bigint not null default 0 check (expected >= 0);

update ledger.account a set expected = r.expected
from (select shard_key, credit, sum(amount) as expected from ledger.reservation group by shard_key, credit) r
where a.shard_key = r.shard_key and a.id = r.credit;

alter table ledger.account
  add constraint account_within_most check (most is null or balance::numeric + expected <= most),
  add constraint account_closed_is_empty check (state <> 'CLOSED' or (balance = 0 and reserved = 0 and expected = 0));

-- For whom an amount was taken out of an account that counts by holder.
alter table ledger.transfer add column holder uuid;
alter table ledger.reservation add column holder uuid;

-- How much a holder has taken, or has reserved, of an account with `per_holder`.
create table ledger.counter (
  shard_key int not null,
  account uuid not null,
  holder uuid not null,
  used bigint not null check (used >= 0),
  primary key (shard_key, account, holder)
) with (fillfactor = 70);
