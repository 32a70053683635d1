-- What sorting says about goods of planned plots, and which contract they count for.

-- A lot as it counts now: without what was sorted anew. Its sources are the lots that it was made of.
create table farm.graded_lot (
  code text primary key,
  grade text not null,
  grams bigint not null check (grams >= 0),
  sources text[] not null
);

create index graded_lot_by_source on farm.graded_lot using gin (sources);

-- Whose it is, by weight.
create table farm.graded_share (
  lot text not null references farm.graded_lot,
  season uuid not null,
  grams bigint not null check (grams >= 0),
  day date not null,
  contract uuid,
  fate text not null check (fate in ('COUNTED', 'NO_CONTRACT', 'SEVERAL', 'GRADE', 'WINDOW', 'NOT_NOW', 'BY_HAND')),
  primary key (lot, season)
);

create index graded_share_by_season on farm.graded_share (season);

-- Written by sorting itself; what people write down by hand is not corrected by it.
alter table farm.delivery add column fed boolean not null default false;

create index delivery_by_lot on farm.delivery (lot);
