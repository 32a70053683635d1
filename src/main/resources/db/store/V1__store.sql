-- Settings, leases, outbox, jobs, idempotency keys: see the package org.yutang.store.
create table store.setting (
  name text primary key,
  value text not null
);

-- Who may do what only one process at a time may do; `epoch` grows whenever the owner changes.
create table store.lease (
  name text primary key,
  owner uuid not null,
  epoch bigint not null,
  until timestamptz not null
);

-- `id` is given as late as possible before the commit, `number` by the relay after it: see Relay.
create table store.outbox (
  id bigint generated always as identity primary key,
  number bigint,
  topic text not null,
  body text not null,
  written_at timestamptz not null default now()
);
create unique index outbox_number on store.outbox (number) where number is not null;
create index outbox_unnumbered on store.outbox (id) where number is null;

-- One row: the number that the relay gave last.
create table store.outbox_head (
  only_row boolean primary key default true check (only_row),
  last bigint not null
);
insert into store.outbox_head (last) values (0);

create table store.outbox_cursor (
  listener text primary key,
  number bigint not null,
  failures int not null default 0,
  last_error text,
  changed_at timestamptz not null default now()
);

create table store.job (
  id uuid primary key,
  kind text not null,
  args text not null,
  account uuid not null,
  state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'REFUSED', 'RETRYING', 'FAILED')),
  done bigint not null default 0,
  total bigint not null default 0,
  step text not null default '',
  result text,
  refusal_code text,
  refusal_facts text not null default '{}',
  failures int not null default 0,
  last_error text,
  submitted_at timestamptz not null,
  ended_at timestamptz
);
create index job_newest on store.job (submitted_at desc nulls last, id);
create index job_unfinished on store.job (kind, submitted_at, id) where ended_at is null;
create index job_of_account on store.job (account, submitted_at desc nulls last, id);

-- The table of db-scheduler, in the shape that its version 16 wants.
create table store.scheduled_task (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_task_due on store.scheduled_task (execution_time);
create index scheduled_task_heartbeat on store.scheduled_task (last_heartbeat);

create table store.idempotency (
  caller uuid not null,
  key uuid not null,
  request_digest text not null,
  status int,
  content_type text,
  body text,
  at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_at on store.idempotency (at);
