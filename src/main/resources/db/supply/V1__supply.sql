-- Sites, products, lots, boxes, shipments and the steps that move them: see the package org.yutang.supply.

create sequence supply.product_number;
create sequence supply.site_number;
create sequence supply.box_number;

create table supply.site (
  id uuid primary key,
  kind text not null check (kind in ('COLLECTION_POINT', 'HUB', 'WAREHOUSE', 'STORE')),
  name text not null,
  place text not null,
  gln text not null unique,
  account uuid not null,
  created_at timestamptz not null
);

create index site_by_place on supply.site (place, kind, name, id);

create table supply.buyer (
  id uuid primary key,
  name text not null,
  account uuid not null,
  created_at timestamptz not null
);

create table supply.product (
  standard text not null,
  variety text not null,
  grade text not null,
  number bigint not null unique,
  primary key (standard, variety, grade)
);

-- What was asked for, first; DONE once the ledger has it, REFUSED while it has not enough. The plan is what it moves and makes, fixed beforehand.
create table supply.step (
  id uuid primary key,
  kind text not null,
  site uuid not null,
  state text not null check (state in ('ASKED', 'DONE', 'REFUSED')),
  content text not null,
  plan text not null,
  happened_at timestamptz not null,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null
);

create index step_asked on supply.step (created_at) where state = 'ASKED';
create index step_by_site on supply.step (site, happened_at desc, id);

-- What a plot gave, counted while the step is only asked for, so that two at once cannot surpass what it bears.
create table supply.harvest (
  step uuid primary key,
  season uuid not null,
  grams bigint not null check (grams > 0)
);

create index harvest_by_season on supply.harvest (season);

-- Files of sorting lines that were taken.
create table supply.sorting (
  digest text primary key,
  step uuid not null
);

create index sorting_by_step on supply.sorting (step);

create table supply.lot (
  id uuid primary key,
  code text not null unique,
  gtin text not null,
  standard text not null,
  season int not null,
  variety text not null,
  grade text not null,
  harvested_from date not null,
  harvested_to date not null,
  best_before date,
  held text,
  place text not null,
  made_by uuid not null,
  made_at timestamptz not null
);

create index lot_by_place on supply.lot (place, made_at desc, id);
create index lot_by_step on supply.lot (made_by);

-- A copy of the ledger's balances of lots, by whoever holds them: a site, a box, a shipment, a buyer.
create table supply.stock (
  lot uuid not null,
  holder uuid not null,
  grams bigint not null,
  primary key (holder, lot)
);

create index stock_by_lot on supply.stock (lot);

create table supply.box (
  id uuid primary key,
  sscc text not null unique,
  lot uuid not null,
  holder uuid not null,
  step uuid not null
);

create index box_by_holder on supply.box (holder);
create index box_by_lot on supply.box (lot);

create table supply.shipment (
  id uuid primary key,
  site uuid not null,
  destination uuid,
  buyer uuid,
  waybill text not null,
  shipped_at timestamptz not null,
  received_at timestamptz
);

create index shipment_by_site on supply.shipment (site, shipped_at desc);
create index shipment_by_destination on supply.shipment (destination, shipped_at desc);

-- Which lots a step touched or made.
create table supply.touch (
  lot uuid not null,
  step uuid not null,
  primary key (lot, step)
);
