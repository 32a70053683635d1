-- Enrolments, runs over counties and grants: see the package org.yutang.programme.
--
-- What belongs to a person lies in the shard of the person's county; ids of enrolments carry it in their first 16 bits.

-- Every text of a definition that has decided anything, so that an old verdict can be worded as it was.
create table programme.definition (
  digest text primary key,
  programme text not null,
  source text not null,
  first_used_at timestamptz not null
);

-- One row a chunk of an enrolment run: what was committed, held and is paid together. `id` is the earmark in the ledger.
create table programme.chunk (
  shard_key int not null,
  id uuid not null,
  programme text not null,
  policy_year int not null,
  county text not null,
  job uuid not null,
  business_date date not null,
  enrolled int not null check (enrolled >= 0),
  settled_at timestamptz,
  primary key (shard_key, id)
);

create index chunk_by_job on programme.chunk (shard_key, job);

-- Enrolled once it has a chunk, and waiting for funds before; paid when the chunk is settled.
-- Destroying `salt` and `reservation` makes the public leaf unlinkable to the person.
create table programme.enrolment (
  shard_key int not null,
  id uuid not null,
  programme text not null,
  policy_year int not null,
  person uuid not null,
  household uuid not null,
  county text not null,
  village text not null,
  chunk uuid,
  reservation uuid,
  salt bytea,
  premium bigint not null check (premium > 0),
  currency text not null,
  version int not null,
  definition text not null,
  facts jsonb not null,
  decided_at timestamptz not null,
  primary key (shard_key, id),
  constraint enrolment_covered_once unique (shard_key, person, programme, policy_year),
  constraint enrolment_in_a_chunk foreign key (shard_key, chunk) references programme.chunk (shard_key, id),
  constraint enrolment_money check (chunk is null or reservation is not null),
  constraint enrolment_salt check (chunk is null or length(salt) = 32)
);

create index enrolment_by_village on programme.enrolment (shard_key, programme, policy_year, county, village, id);
create index enrolment_by_chunk on programme.enrolment (shard_key, chunk) where chunk is not null;

-- What the last finished run saw in each village.
create table programme.assessment (
  shard_key int not null,
  programme text not null,
  policy_year int not null,
  village text not null,
  county text not null,
  persons bigint not null,
  eligible bigint not null,
  failed jsonb not null,
  assessed_at timestamptz not null,
  primary key (shard_key, programme, policy_year, village)
);

create index assessment_by_county on programme.assessment (shard_key, programme, policy_year, county);

create table programme.fund_grant (
  id uuid primary key,
  programme text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  label text not null,
  transfer uuid not null,
  business_date date not null,
  account uuid not null,
  granted_at timestamptz not null
);
