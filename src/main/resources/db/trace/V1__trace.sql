-- Events of goods: see the package org.yutang.trace.
--
-- An event lies in a shard by its id, which its own id carries in its first 16 bits; where an item appeared lies in the shard of its product.

create table trace.capture (
  id uuid primary key,
  account uuid not null,
  on_error text not null check (on_error in ('ROLLBACK', 'PROCEED')),
  digest text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  success boolean not null default true,
  captured int not null default 0,
  repeated int not null default 0,
  refused int not null default 0,
  last_event_id text
);

create index capture_by_time on trace.capture (created_at, id);

-- Why events of a capture were refused; event -1 is the document itself.
create table trace.capture_error (
  capture uuid not null references trace.capture (id),
  number int not null,
  event int not null,
  code text not null,
  facts jsonb not null,
  primary key (capture, number)
);

-- One row an event, and one more for its declaration as wrong. `body` is the whole event as JSON with whole names; the columns beside it repeat what
-- queries ask for.
create table trace.event (
  shard_key int not null,
  id uuid not null,
  event_id text not null,
  hash bytea not null,
  event_time timestamptz not null,
  record_time timestamptz not null,
  type smallint not null,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  wrong boolean not null,
  body text not null,
  primary key (shard_key, id)
);

create index event_by_event_time on trace.event (event_time, id);
create index event_by_record_time on trace.event (record_time, id);

-- That an event was declared wrong; it may come before the event itself.
create table trace.declaration (
  shard_key int not null,
  event uuid not null,
  declared_at timestamptz not null,
  primary key (shard_key, event)
);

-- In which events an item appeared, and as what: 1 thing, 2 parent, 3 child, 4 input, 5 output, 6 transformation; 10 more for amounts of a kind.
create table trace.appearance (
  shard_key int not null,
  item uuid not null,
  event uuid not null,
  role smallint not null,
  primary key (shard_key, item, event, role)
);

-- Values of a kind that events named.
create table trace.word (
  kind text not null,
  value text not null,
  primary key (kind, value)
);

create table trace.place (
  uri text primary key
);

-- The prefix under which a namespace came first.
create table trace.namespace (
  uri text primary key,
  prefix text not null
);

create table trace.query (
  name text primary key,
  account uuid not null,
  parameters jsonb not null,
  created_at timestamptz not null
);

-- `secret` signs what is delivered; sealed.
create table trace.subscription (
  id uuid primary key,
  query text not null references trace.query (name),
  account uuid not null,
  address text not null,
  secret bytea not null,
  secret_key int not null,
  report_if_empty boolean not null,
  created_at timestamptz not null,
  ended_at timestamptz
);

create index subscription_by_query on trace.subscription (query, created_at, id);

-- What a subscriber has to be told: the events of one captured chunk.
create table trace.delivery (
  subscription uuid not null references trace.subscription (id),
  chunk timestamptz not null,
  tries int not null,
  next_at timestamptz,
  delivered_at timestamptz,
  last_error text,
  primary key (subscription, chunk)
);

create index delivery_by_next on trace.delivery (next_at) where next_at is not null;
