-- Single animals: a ring, whose household raises it, every visit with its photos, and the box in which it went to market.

create table supply.animal (
  id uuid primary key,
  ring text not null unique,
  gtin text not null,
  standard text not null,
  season int not null,
  variety text not null,
  household uuid not null,
  village text not null,
  county text not null,
  hatched_on date not null,
  grams bigint check (grams > 0),
  grade text,
  box text,
  slaughtered_at timestamptz,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null
);

create index animal_by_county on supply.animal (county, ring);
create index animal_by_household on supply.animal (household, ring);
create index animal_by_box on supply.animal (box) where box is not null;

create table supply.visit (
  id uuid primary key,
  animal uuid not null references supply.animal,
  visited_at timestamptz not null,
  photos text[] not null,
  note text not null,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null
);

create index visit_by_animal on supply.visit (animal, visited_at);
