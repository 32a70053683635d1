-- Places, households, persons and facts: see the package org.yutang.register.
--
-- Levels of places, statuses, sexes and relations are kept as the ordinal numbers of the Java enums of the same names
-- (smallint); the enums only ever grow at their end.

-- Where facts came from: one row an imported file (with the mapping's words about it), or a list that ships with the product.
create table register.source (
  id uuid primary key,
  title text not null,
  licence text not null,
  described date,
  file_digest text,
  file_name text,
  imported_by text not null,
  imported_at timestamptz not null
);

-- The tree of places. `path` runs from the world down to the place itself; `county_code` is the ancestor-or-self of level
-- COUNTY, or the place itself where there is none: what is registered in a place lies in the shard of that county.
create table register.place (
  code text collate "C" primary key,
  parent text collate "C" references register.place (code),
  level smallint not null check (level between 0 and 6),
  name_zh text collate "C" not null,
  name_en text collate "C",
  path text[] collate "C" not null,
  county_code text collate "C" not null,
  source uuid not null,
  check (path[cardinality(path)] = code),
  check ((parent is null) = (level = 0))
);
create index on register.place (parent, code);
create index on register.place (name_zh);
create index on register.place (code) where level = 4;

create table register.place_fact (
  place text collate "C" not null references register.place (code),
  name text not null,
  value text not null,
  delisted_year smallint,
  described date,
  note text,
  source uuid not null references register.source (id),
  primary key (place, name)
);

-- How many lie in a place and everything inside it, by status; kept up to date by every import in its own transaction.
create table register.figure (
  place text collate "C" primary key references register.place (code),
  households_none int not null,
  households_registered int not null,
  households_lifted int not null,
  households_returned int not null,
  persons_none int not null,
  persons_registered int not null,
  persons_lifted int not null,
  persons_returned int not null,
  poor_villages int not null
);

-- One row: whoever merges rows holds its lock, so that counts and duplicates are judged against a register that stands still.
create table register.merge_turn (
  turn int primary key check (turn = 1)
);
insert into register.merge_turn values (1);

create table register.household (
  shard_key int not null,
  id uuid not null,
  county_code text collate "C" not null,
  village_code text collate "C" not null,
  number text collate "C" not null,
  size int not null check (size between 0 and 1000),
  status smallint not null check (status between 0 and 3),
  source uuid not null,
  primary key (shard_key, id)
);
create index on register.household (county_code, village_code, number);
create index on register.household (number);

-- No foreign keys to the household: their row locks cost a fifth of an import; the merge, the only writer, checks whole sets instead.
-- Identity numbers: `id_cipher` is AES-256-GCM (12 bytes nonce, then text and tag) under the key of `id_key`, bound to the
-- person's id; `id_hash` the first 16 bytes of a keyed hash, for look-up. Neither key lies in the database.
create table register.person (
  shard_key int not null,
  id uuid not null,
  household uuid not null,
  county_code text collate "C" not null,
  village_code text collate "C" not null,
  name text collate "C",
  pinyin text collate "C",
  initials text collate "C",
  sex smallint not null check (sex between 0 and 2),
  born date,
  born_exactly boolean not null,
  relation smallint not null check (relation between 0 and 10),
  head boolean not null,
  id_kind text,
  id_cipher bytea,
  id_key smallint,
  id_hash bytea,
  source uuid not null,
  primary key (shard_key, id),
  check ((id_cipher is null) = (id_hash is null) and (id_cipher is null) = (id_key is null))
);
create unique index person_one_head on register.person (shard_key, household) where head;
create index on register.person (shard_key, household);
create index on register.person (county_code, village_code);
-- Nationwide, so not unique (a unique key would begin with the shard): the merge looks here, under its lock, before it lets anybody in.
create index on register.person (id_hash) where id_hash is not null;
-- A name's beginning is found by how it sounds: one index serves Chinese signs and Latin letters.
create index on register.person (pinyin);
create index on register.person (initials);

create table register.poverty_status (
  shard_key int not null,
  household uuid not null,
  valid_from date not null,
  status smallint not null check (status between 0 and 3),
  source uuid not null,
  primary key (shard_key, household, valid_from)
);

-- About households and persons. The fact that holds on a day is the one with the latest `valid_from` up to it, unless its `valid_to` has come.
create table register.fact (
  shard_key int not null,
  subject uuid not null,
  name text collate "C" not null,
  valid_from date not null,
  valid_to date,
  kind "char" not null check (kind in ('n', 'b', 't')),
  value text not null,
  unit text,
  source uuid not null,
  recorded_at timestamptz not null,
  primary key (shard_key, subject, name, valid_from)
);
