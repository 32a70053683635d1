-- Indicators and what others published about them: see the package org.yutang.insight.

create table insight.indicator (
  id text primary key,
  programme text not null,
  name_zh text not null,
  name_en text not null,
  unit text not null,
  beside text,
  account uuid not null,
  added_at timestamptz not null
);

create index indicator_by_programme on insight.indicator (programme, id);

-- Append-only: a corrected value is a row with the next version; the highest one holds.
create table insight.figure (
  id uuid primary key,
  indicator text not null references insight.indicator (id),
  cut_off date not null,
  certainty text not null check (certainty in ('ACTUAL', 'FORECAST')),
  version int not null check (version > 0),
  value bigint not null check (value >= 0),
  source_zh text not null,
  source_en text not null,
  url text check (url ~ '^https?://'),
  account uuid not null,
  account_name text not null,
  entered_at timestamptz not null,
  constraint figure_version unique (indicator, cut_off, certainty, version)
);
