-- Accounts, roles by place, tokens, sessions, audit: see the package org.yutang.access.

create table access.account (
  id uuid primary key,
  name text not null check (length(name) between 2 and 60),
  -- the name as it is compared: NFKC, lower case
  name_key text not null unique,
  display_name text not null check (length(display_name) between 1 and 60),
  -- where it belongs: whoever manages accounts there may manage it
  home text not null,
  password_hash text,
  created_at timestamptz not null,
  closed_at timestamptz
);

create table access.role_grant (
  id uuid primary key,
  account uuid not null references access.account,
  role text not null,
  place text not null,
  since_at timestamptz not null,
  until_at timestamptz,
  check (until_at is null or until_at >= since_at)
);
create index role_grant_account on access.role_grant (account);

create table access.token (
  id uuid primary key,
  account uuid not null references access.account,
  digest bytea not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index token_account on access.token (account);

-- At most one row: the link by which the first administrator is made.
create table access.setup_link (
  only_one boolean primary key default true check (only_one),
  digest bytea not null,
  made_at timestamptz not null
);

-- Logins that were tried and did not succeed (yet) in the present window, by digest of account name or by network address.
create table access.attempt (
  subject text primary key,
  window_start timestamptz not null,
  tried int not null check (tried >= 0)
);
create index attempt_window on access.attempt (window_start);

-- Append-only.
create table access.audit (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  account uuid not null,
  account_name text not null,
  action text not null,
  place text not null,
  subject text not null,
  facts jsonb not null
);
create index audit_place on access.audit (place, number);
create index audit_account on access.audit (account, number);
create index audit_action on access.audit (action, number);
create index audit_subject on access.audit (subject, number);

-- The tables of Spring Session, in its shape.
create table access.spring_session (
  primary_id char(36) primary key,
  session_id char(36) not null unique,
  creation_time bigint not null,
  last_access_time bigint not null,
  max_inactive_interval int not null,
  expiry_time bigint not null,
  principal_name varchar(100)
);
create index spring_session_expiry on access.spring_session (expiry_time);
create index spring_session_principal on access.spring_session (principal_name);

create table access.spring_session_attributes (
  session_primary_id char(36) not null references access.spring_session on delete cascade,
  attribute_name varchar(200) not null,
  attribute_bytes bytea not null,
  primary key (session_primary_id, attribute_name)
);
