-- A room that only tests have: one table of each shape that a backup must bring back.
create table drill.parent (
  id bigint generated always as identity primary key,
  name text not null unique,
  facts jsonb not null,
  secret bytea not null,
  ratio double precision not null,
  amount numeric(20, 2) not null,
  at timestamptz not null,
  day date not null,
  tags text[] not null,
  missing text,
  doubled numeric generated always as (amount * 2) stored
);

create table drill.child (
  id uuid primary key,
  parent bigint not null references drill.parent,
  elder uuid references drill.child,
  "strange Name" text
);

create table drill.event (
  shard_key int not null,
  id uuid not null,
  word text not null,
  primary key (shard_key, id)
) partition by range (id);

create sequence drill.counter;

create table drill.load (id uuid primary key);

create table drill.written (n int primary key);

create table drill.heard (
  number bigint primary key,
  n int not null,
  times int not null default 1
);

create table drill.counters (counter int primary key, value int not null);
