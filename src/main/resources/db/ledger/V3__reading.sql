-- Reading the books by time and by number, without a further tree on the path of every line: see Journal and Turnovers.

-- Which line was the last at a moment, and which batch a line belongs to: one entry a batch.
create index journal_by_time on ledger.journal (shard_key, recorded_at, number);
create unique index journal_by_first_line on ledger.journal (shard_key, first_line);

-- Lines are written in the order of their numbers, so that the least and greatest of each stretch of pages find any range of them.
create index transfer_by_line on ledger.transfer using brin (shard_key, line) with (pages_per_range = 32, autosummarize = on);

-- What moved an account that many lines have moved, up to a line, summed by business date; made by whoever reads its statement and
-- computed again by the check. Everything here can be dropped at any time.
create table ledger.tally (
  shard_key int not null,
  account uuid not null,
  up_to bigint not null,
  lines bigint not null,
  primary key (shard_key, account)
);

create table ledger.tally_day (
  shard_key int not null,
  account uuid not null,
  business_date date not null,
  first_line bigint not null,
  last_line bigint not null,
  lines bigint not null,
  came numeric not null,
  went numeric not null,
  primary key (shard_key, account, business_date)
);
