-- Growers' co-operatives, plots, soil tests, season plans and field work: see the package org.yutang.farm.

create table farm.cooperative (
  id uuid primary key,
  name text not null,
  place text not null,
  county text not null,
  account uuid not null,
  created_at timestamptz not null
);

create index cooperative_by_county on farm.cooperative (county, name, id);

create table farm.plot (
  id uuid primary key,
  village text not null,
  county text not null,
  household uuid,
  cooperative uuid references farm.cooperative,
  name text not null,
  declared_m2 bigint check (declared_m2 > 0),
  measured_m2 bigint not null check (measured_m2 > 0),
  -- well-known binary, WGS 84
  outline bytea not null,
  bounds box not null,
  origin text not null check (origin in ('DRAWN', 'WALKED', 'IMPORTED')),
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null,
  constraint plot_has_a_grower check (household is not null or cooperative is not null)
);

create index plot_by_bounds on farm.plot using gist (bounds);
create index plot_by_village on farm.plot (county, village, name, id);

-- Whoever adds plots locks the cells that they touch, so that no two people lay plots over each other at once.
create table farm.cell (
  x int not null,
  y int not null,
  primary key (x, y)
);

create table farm.soil_test (
  id uuid primary key,
  plot uuid not null references farm.plot,
  sampled_on date not null,
  laboratory text not null,
  ph numeric(4, 1) not null,
  organic numeric(5, 1) not null,
  nitrogen numeric(6, 1) not null,
  phosphorus numeric(6, 1) not null,
  potassium numeric(6, 1) not null,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null
);

create index soil_test_by_plot on farm.soil_test (plot, sampled_on);

create table farm.season (
  id uuid primary key,
  plot uuid not null references farm.plot,
  season int not null,
  standard text not null,
  version int not null,
  variety text not null,
  target_grams_mu bigint not null check (target_grams_mu > 0),
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null,
  constraint season_once unique (plot, season)
);

-- Field work as it was done; a dose in thousandths of the input's unit for a mu.
create table farm.work (
  id uuid primary key,
  season uuid not null references farm.season,
  task text not null,
  day date not null,
  input text,
  per_mu bigint check (per_mu > 0),
  note text not null,
  photos text[] not null,
  flag text check (flag in ('FORBIDDEN_INPUT', 'DOSE', 'TIMES', 'PRE_HARVEST_INTERVAL')),
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null,
  constraint work_with_an_input check ((input is null) = (per_mu is null))
);

create index work_by_season on farm.work (season, day, id);
