-- What was read from the photos of claims: proposals, and marks to find the same bill by. See Papers.
--
-- A photo is read once: whoever takes it counts a try and has until `taken_until`; the row that is WAITING no longer is not taken again. A server
-- that starts lets go what it had taken (`taken_by` is its folder's) before it was killed.
-- `secrets` is sealed: all that was read. `number_mark` and `visit_mark` are keyed digests of the bill's number, and of its amount with its day,
-- for comparing only. `look` is the picture's hash for the eye, 256 bits, and `bands` its sixteen parts that say anything, each with its place.
-- Sharded as claim_photo is: by the photo, so that what one county files is compared with all others.
create table programme.paper (
  shard_key int not null,
  photo text not null,
  claim uuid not null,
  state text not null check (state in ('WAITING', 'READ', 'UNREADABLE')),
  tries int not null default 0,
  taken_by uuid,
  taken_until timestamptz,
  wanted_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  secrets bytea,
  secrets_key int,
  number_mark uuid,
  visit_mark uuid,
  look bytea check (length(look) = 32),
  bands int[] not null default '{}',
  primary key (shard_key, photo),
  constraint paper_read check (state <> 'READ' or (secrets is not null and secrets_key is not null))
);

create index paper_waiting on programme.paper (tries, wanted_at desc) where state = 'WAITING';
create index paper_by_number on programme.paper (number_mark) where number_mark is not null;
create index paper_by_visit on programme.paper (visit_mark) where visit_mark is not null;
create index paper_by_look on programme.paper using gin (bands);
