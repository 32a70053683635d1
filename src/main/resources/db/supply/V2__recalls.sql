-- Batches that are called back, with every code that they reached; and how often codes were scanned, never by whom.

create table supply.recall (
  id uuid primary key,
  lot uuid not null,
  reason text not null,
  account uuid not null,
  account_name text not null,
  begun_at timestamptz not null,
  lifted_at timestamptz,
  lifted_note text
);

create table supply.recalled (
  recall uuid not null references supply.recall,
  code text not null,
  primary key (code, recall)
);

create table supply.scan (
  code text primary key,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);
