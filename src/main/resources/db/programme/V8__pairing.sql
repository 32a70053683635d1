-- What gifts add to the cover of people: one gift, one person. See org.yutang.programme.AddedCover.
--
-- A gift lies in the shard of its id, who takes part and the pairing in that of the county.

-- Whoever is enrolled in a programme whose cover gifts raise. `until_day` is the last day of the newest cover; `left_day` the last day on which
-- the person took part. `pairs` and `added` count the living pairings; `turn` decides between people with the same sum, without an order that
-- anybody could aim at.
create table programme.participant (
  shard_key int not null,
  programme text not null,
  person uuid not null,
  county text not null,
  until_day date not null,
  left_day date,
  pairs int not null default 0 check (pairs >= 0),
  added bigint not null default 0 check (added >= 0),
  turn bigint not null,
  primary key (shard_key, programme, person),
  constraint participant_sums check ((pairs = 0) = (added = 0))
);

-- Whom the next gift goes to: whoever has the least. Not by shard, since it is asked over all counties.
create index participant_next on programme.participant (programme, added, turn) where left_day is null;
create index participant_lapsing on programme.participant (until_day) where left_day is null;
create index participant_by_county on programme.participant (programme, county) where left_day is null;

-- One row a gift, whose lock decides whom it is paired with. `gift` is the name that it has in the public log.
create table programme.gift_cover (
  shard_key int not null,
  gift uuid not null,
  programme text not null,
  state text not null check (state in ('WAITING', 'PAIRED', 'TAKEN_BACK')),
  refunded boolean not null default false,
  pairings int not null default 0 check (pairings >= 0),
  pairing uuid,
  added_at timestamptz not null,
  primary key (shard_key, gift),
  constraint gift_cover_paired check ((state = 'PAIRED') = (pairing is not null))
);

create index gift_cover_waiting on programme.gift_cover (programme, added_at, gift) where state = 'WAITING';

-- One pairing of a gift, its `number`-th; append-only but for its end. Destroying `salt` makes the leaf unlinkable to the person.
create table programme.pairing (
  shard_key int not null,
  id uuid not null,
  programme text not null,
  gift uuid not null,
  number int not null check (number > 0),
  person uuid not null,
  county text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  business_date date not null,
  salt bytea check (length(salt) = 32),
  paired_at timestamptz not null,
  ended_day date,
  ended_why text check (ended_why in ('LEFT', 'REFUNDED')),
  primary key (shard_key, id),
  constraint pairing_end check ((ended_day is null) = (ended_why is null))
);

create unique index pairing_once_a_number on programme.pairing (shard_key, gift, number);
create unique index pairing_lives_once on programme.pairing (shard_key, gift) where ended_day is null;
create index pairing_by_person on programme.pairing (shard_key, programme, person, paired_at, id) where ended_day is null;
create index pairing_by_gift on programme.pairing (gift);

-- What of a benefit lies above the kind's ceilings and was paid for by gifts.
alter table programme.case_file add column from_gifts bigint not null default 0 check (from_gifts >= 0);
alter table programme.case_file add constraint case_from_gifts check (from_gifts <= coalesce(benefit, from_gifts));
