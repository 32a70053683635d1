-- Products that a county selects, supports and nurtures, and stories of shops: see the package org.yutang.incubation.

-- Append-only. One person proposes weights, another approves them; the highest approved version holds.
create table incubation.weights (
  version int primary key check (version > 0),
  weights jsonb not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  approved_by uuid,
  approved_name text,
  approved_at timestamptz,
  constraint weights_by_two check (approved_by is null or approved_by <> proposed_by)
);

create table incubation.candidate (
  id uuid primary key,
  county text not null,
  name_zh text not null,
  name_en text not null,
  standard text,
  variety text,
  account uuid not null,
  at timestamptz not null
);

create index candidate_by_county on incubation.candidate (county, at, id);

-- A ranking as it was made, with all that went into it. Never changes.
create table incubation.run (
  id uuid primary key,
  county text not null,
  day date not null,
  ranking jsonb not null,
  account uuid not null,
  account_name text not null,
  at timestamptz not null
);

create index run_by_county on incubation.run (county, at desc, id);

-- Money that is set apart for packages of a place; how much is there is an account of the ledger.
create table incubation.budget (
  id uuid primary key,
  name text not null,
  place text not null,
  account uuid not null,
  at timestamptz not null
);

create table incubation.pay_in (
  id uuid primary key,
  budget uuid not null references incubation.budget,
  fen bigint not null check (fen > 0),
  account uuid not null,
  at timestamptz not null
);

-- `hold`: what the ledger reserves of the budget until the approval is settled.
create table incubation.package (
  id uuid primary key,
  candidate uuid not null references incubation.candidate,
  county text not null,
  budget uuid not null references incubation.budget,
  measures jsonb not null,
  fen bigint not null check (fen > 0),
  state text not null check (state in ('PROPOSED', 'APPROVED', 'DECLINED', 'CLOSED')),
  note text not null default '',
  proposed_by uuid not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  hold uuid,
  closed_at timestamptz,
  returned_fen bigint check (returned_fen >= 0),
  constraint package_by_two check (decided_by is null or decided_by <> proposed_by)
);

create index package_by_county on incubation.package (county, proposed_at desc, id);
create index package_by_candidate on incubation.package (candidate);

create table incubation.spending (
  id uuid primary key,
  package uuid not null references incubation.package,
  measure int not null,
  fen bigint not null check (fen > 0),
  payee text not null,
  document text not null,
  hold uuid not null,
  account uuid not null,
  account_name text not null,
  at timestamptz not null
);

create index spending_by_package on incubation.spending (package, at, id);

create table incubation.plan (
  id uuid primary key,
  candidate uuid not null references incubation.candidate,
  county text not null,
  from_day date not null,
  mentor uuid not null,
  mentor_name text not null,
  state text not null check (state in ('PLANNED', 'RUNNING', 'INCUBATED', 'STOPPED')),
  reason text not null default '',
  ended_on date,
  account uuid not null,
  at timestamptz not null,
  constraint plan_ended check ((ended_on is null) = (state in ('PLANNED', 'RUNNING')))
);

create index plan_by_county on incubation.plan (county, state, ended_on, id);

-- A candidate is nurtured by one plan at a time.
create unique index plan_once on incubation.plan (candidate) where state in ('PLANNED', 'RUNNING', 'INCUBATED');

create table incubation.milestone (
  plan uuid not null references incubation.plan,
  number int not null,
  title_zh text not null,
  title_en text not null,
  due date not null,
  measure text not null check (measure in ('SOLD_GRAMS', 'ORDERS', 'MONEY_FEN', 'CERTIFICATES', 'PRODUCTS_ON_SALE', 'REPORTED')),
  target bigint not null check (target > 0),
  -- what was reported, or what was measured when the plan ended
  result bigint,
  evidence text,
  primary key (plan, number)
);

create table incubation.visit (
  id uuid primary key,
  plan uuid not null references incubation.plan,
  day date not null,
  note text not null,
  account uuid not null,
  account_name text not null,
  at timestamptz not null
);

create index visit_by_plan on incubation.visit (plan, day desc, id);

-- What a shop's owner agreed to tell. Once withdrawn, nothing of what it told is left here.
create table incubation.story (
  id uuid primary key,
  shop uuid not null,
  county text not null,
  programme_case uuid,
  called text not null,
  text_zh text not null,
  text_en text not null,
  consent_on date not null,
  consent_how text not null,
  account uuid not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  constraint story_forgotten check (withdrawn_at is null
    or (called = '' and text_zh = '' and text_en = '' and consent_how = '' and programme_case is null))
);

create unique index story_of_shop on incubation.story (shop) where withdrawn_at is null;
