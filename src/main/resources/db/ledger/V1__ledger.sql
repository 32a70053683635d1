-- Accounts and what moved between them: see the package org.yutang.ledger.
--
-- `shard_key` stands first in every key and in every statement, so that the tables can be spread over a cluster as they are.
-- Foreign keys are left out on purpose: the writer loads and locks the accounts of a batch in the same transaction, and a
-- check of every row against `account` would cost more than the row.

-- One row a shard. Its writer locks it `for update` and compares the epoch in the transaction of every batch.
create table ledger.shard_lease (
  shard_key int primary key,
  epoch bigint not null,
  holder uuid,
  renewed_at timestamptz not null,
  last_line bigint not null,
  last_batch bigint not null,
  digest bytea not null
);

insert into ledger.shard_lease (shard_key, epoch, holder, renewed_at, last_line, last_batch, digest)
values (0, 0, null, now(), 0, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');

create table ledger.account (
  shard_key int not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  unit text not null,
  may_go_negative boolean not null,
  balance bigint not null default 0,
  reserved bigint not null default 0 check (reserved >= 0),
  -- how many lines moved the balance: the length of the statement
  movements bigint not null default 0,
  primary key (shard_key, id),
  constraint account_never_overdrawn check (may_go_negative or balance - reserved >= 0)
) with (fillfactor = 50);

create index account_by_name on ledger.account (shard_key, name, id);

-- One row a batch. The digest covers the digest of the batch before and the id and content of every line, in order.
create table ledger.journal (
  shard_key int not null,
  number bigint not null,
  first_line bigint not null,
  lines int not null check (lines > 0),
  digest bytea not null,
  recorded_at timestamptz not null,
  primary key (shard_key, number)
);

-- Append-only. Partitions are ranges of the id itself, whose first 48 bits are a millisecond; the writer makes them on demand.
-- kind: 1 transfer, 2 reserve, 3 post, 4 void, 5 expire, 6 the head of a linked group (no amount of its own).
create table ledger.transfer (
  shard_key int not null,
  id uuid not null,
  line bigint not null,
  kind smallint not null check (kind between 1 and 6),
  debit uuid,
  credit uuid,
  amount bigint not null,
  unit text not null,
  memo text not null,
  business_date date,
  reservation uuid,
  linked uuid,
  content uuid not null,
  recorded_at timestamptz not null,
  primary key (shard_key, id),
  constraint transfer_amount check (amount > 0 or kind = 6),
  constraint transfer_accounts check (kind = 6 or (debit is not null and credit is not null and debit <> credit)),
  constraint transfer_reservation check ((reservation is not null) = (kind in (3, 4, 5)))
) partition by range (id);

-- Statements: only what moved a balance.
create index transfer_by_debit on ledger.transfer (shard_key, debit, line) where kind in (1, 3);
create index transfer_by_credit on ledger.transfer (shard_key, credit, line) where kind in (1, 3);
-- How a reservation ended.
create index transfer_by_reservation on ledger.transfer (shard_key, reservation) where reservation is not null;

-- Open reservations only; how one ended stands in `transfer`.
create table ledger.reservation (
  shard_key int not null,
  id uuid not null,
  debit uuid not null,
  credit uuid not null,
  amount bigint not null check (amount > 0),
  unit text not null,
  memo text not null,
  business_date date not null,
  owner text not null,
  expires_at timestamptz not null,
  made_at timestamptz not null,
  primary key (shard_key, id)
);

create index reservation_by_owner on ledger.reservation (shard_key, owner, made_at);
create index reservation_by_expiry on ledger.reservation (shard_key, expires_at);

-- What a room set aside for decisions that it is about to commit; `shard_key` is the room's. See Earmarks.
create table ledger.earmark (
  shard_key int not null,
  id uuid not null,
  owner text not null,
  state text not null check (state in ('OPEN', 'KEPT', 'DROPPED')),
  changed_at timestamptz not null,
  primary key (shard_key, id)
);

create index earmark_by_owner on ledger.earmark (shard_key, owner);
