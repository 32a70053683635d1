-- Contracts between buyers and growers, what is delivered under them, and the dated numbers that settle them.

create table farm.buyer (
  id uuid primary key,
  name text not null,
  place text not null,
  account uuid not null,
  created_at timestamptz not null
);

-- Money that a buyer put into its account; the ledger has it as soon as the event of the row is delivered.
create table farm.buyer_payment (
  id uuid primary key,
  buyer uuid not null references farm.buyer,
  fen bigint not null check (fen > 0),
  account uuid not null,
  created_at timestamptz not null
);

create table farm.contract (
  id uuid primary key,
  version int not null check (version > 0),
  buyer uuid not null references farm.buyer,
  cooperative uuid references farm.cooperative,
  county text not null,
  -- the village of all its plots, or the county
  place text not null,
  state text not null check (state in ('DRAFT', 'OFFERED', 'ACCEPTED', 'SIGNED', 'SETTLING', 'SETTLED', 'CANCELLED')),
  terms jsonb not null,
  signed_at timestamptz,
  advance_paid boolean not null,
  settled_at timestamptz,
  settlement jsonb,
  -- the buyer's account lacks what is to be paid
  money_missing boolean not null,
  account_name text not null,
  changed_at timestamptz not null,
  constraint contract_settled check ((settled_at is null) = (settlement is null))
);

create index contract_by_county on farm.contract (county, changed_at desc, id);
create index contract_to_pay on farm.contract (changed_at) where state in ('SIGNED', 'SETTLING');

create table farm.contract_plot (
  contract uuid not null references farm.contract,
  season uuid not null references farm.season,
  primary key (contract, season)
);

create index contract_plot_by_season on farm.contract_plot (season);

-- Who did what when, with the terms as they were saved; people's steps make a version each, money that moves makes none.
create table farm.contract_step (
  contract uuid not null references farm.contract,
  version int not null,
  kind text not null check (kind in ('SAVED', 'OFFERED', 'ACCEPTED', 'SIGNED', 'ADVANCE_PAID', 'SETTLED', 'PAID', 'MONEY_MISSING', 'CANCELLED')),
  account uuid not null,
  account_name text not null,
  at timestamptz not null,
  note text not null,
  terms jsonb,
  primary key (contract, version, kind)
);

create table farm.delivery (
  id uuid primary key,
  contract uuid not null references farm.contract,
  lot text not null,
  grade text not null,
  grams bigint not null check (grams > 0),
  day date not null,
  late boolean not null,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null
);

create index delivery_by_contract on farm.delivery (contract, day, id);

-- What a kilogram of a grade was bought for on a day in a county; of several the last written holds.
create table farm.market_price (
  id uuid primary key,
  county text not null,
  standard text not null,
  grade text not null,
  day date not null,
  fen bigint not null check (fen > 0),
  source text not null,
  account uuid not null,
  created_at timestamptz not null
);

create index market_price_by_day on farm.market_price (county, standard, grade, day desc, created_at desc);

-- What a dollar cost in yuan on a day.
create table farm.exchange_rate (
  id uuid primary key,
  day date not null,
  yuan numeric(8, 4) not null check (yuan > 0),
  source text not null,
  account uuid not null,
  created_at timestamptz not null
);

create index exchange_rate_by_day on farm.exchange_rate (day desc, created_at desc);
