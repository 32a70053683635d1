-- What is sold before it is there: pre-sales against a forecast of grades, and weeks of craft work.

create table market.presale (
  id uuid primary key,
  shop uuid not null,
  state text not null check (state in ('OPEN', 'CLOSED', 'CONFIRMED')),
  safety_per_mille int not null check (safety_per_mille between 0 and 900),
  substitution text not null check (substitution in ('NONE', 'BETTER', 'LOWER', 'BETTER_OR_LOWER')),
  partial boolean not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  latest date not null check (latest >= to_day),
  account_name text not null,
  opened_at timestamptz not null,
  -- of the plan that was confirmed
  digest text
);

create index presale_by_shop on market.presale (shop, opened_at desc, id);

-- One grade of it, the best first; `pieces` that may be sold ahead. An article is in one pre-sale at most, for ever.
create table market.presale_part (
  presale uuid not null,
  number int not null,
  grade text not null,
  sku uuid not null unique,
  forecast_grams bigint not null check (forecast_grams > 0),
  fen bigint not null check (fen > 0),
  pieces bigint not null check (pieces > 0),
  -- what came of it; empty while nobody knows
  harvest_grams bigint check (harvest_grams >= 0),
  evidence text not null default '',
  primary key (presale, number),
  unique (presale, grade)
);

-- The rules under which an order was bought. SOLD, ALLOTTED once a plan was confirmed, TOLD once its lines and its money say so, DONE once the ledger does;
-- OUT where all of it went back.
create table market.presale_order (
  shard_key int not null,
  order_id uuid not null,
  presale uuid not null,
  substitution text not null,
  partial boolean not null,
  from_day date not null,
  to_day date not null,
  latest date not null,
  state text not null check (state in ('SOLD', 'ALLOTTED', 'TOLD', 'DONE', 'OUT')),
  back_fen bigint not null default 0,
  allotted_at timestamptz,
  primary key (shard_key, order_id)
);

create index presale_order_by_presale on market.presale_order (presale, state);
create index presale_order_open on market.presale_order (allotted_at) where state in ('ALLOTTED', 'TOLD');
create index presale_order_latest on market.presale_order (latest) where state in ('SOLD', 'DONE');

-- What an order gets for what it ordered; `given` is empty for what did not come.
create table market.presale_allotment (
  shard_key int not null,
  order_id uuid not null,
  number int not null,
  sku uuid not null,
  given uuid,
  pieces int not null check (pieces > 0),
  -- of a piece, as it is paid in the end
  fen bigint not null check (fen >= 0),
  primary key (shard_key, order_id, number)
);

-- An article that is made to order, so many a week.
create table market.craft (
  sku uuid primary key,
  shop uuid not null,
  per_week int not null check (per_week between 0 and 100000),
  lead_days int not null check (lead_days between 0 and 365),
  horizon_weeks int not null check (horizon_weeks between 1 and 52)
);

create index craft_by_shop on market.craft (shop);

-- Pieces that a week can make more or fewer, the week by its Monday; the ledger has them once settled.
create table market.craft_change (
  id uuid primary key,
  sku uuid not null,
  week date not null,
  pieces bigint not null check (pieces <> 0),
  at timestamptz not null,
  settled boolean not null default false
);

create index craft_change_by_week on market.craft_change (sku, week);
create index craft_change_open on market.craft_change (at) where not settled;

-- A try to get weeks for an order: PLANNED before the ledger is asked.
create table market.craft_try (
  shard_key int not null,
  order_id uuid not null,
  attempt int not null,
  state text not null check (state in ('PLANNED', 'HELD', 'FAILED', 'FREED')),
  promised date not null,
  at timestamptz not null,
  primary key (shard_key, order_id, attempt)
);

create index craft_try_held on market.craft_try (promised) where state = 'HELD';
create index craft_try_freed on market.craft_try (at) where state in ('FREED', 'PLANNED');

create table market.craft_slot (
  shard_key int not null,
  order_id uuid not null,
  attempt int not null,
  sku uuid not null,
  week date not null,
  pieces int not null check (pieces > 0),
  primary key (shard_key, order_id, attempt, sku, week)
);
