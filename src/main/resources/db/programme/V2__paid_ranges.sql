-- Premiums of a fund in the order in which they were paid lie end to end: each chunk, once it is settled, takes the next range
-- [paid_from, paid_from + paid) of the fund's smallest units, and its enrolments share it in order of their ids.
alter table programme.chunk add column paid_from bigint, add column paid bigint;
alter table programme.chunk add constraint chunk_paid_range check ((paid_from is null) = (paid is null) and paid_from >= 0 and paid >= 0);

-- How far a fund's ranges reach: one row a programme.
create table programme.paid (
  programme text primary key,
  total bigint not null check (total >= 0)
);

with sums as (
  select c.shard_key, c.id, c.programme, c.settled_at, coalesce(sum(e.premium), 0)::bigint as paid
  from programme.chunk c left join programme.enrolment e on e.shard_key = c.shard_key and e.chunk = c.id
  where c.settled_at is not null group by c.shard_key, c.id
), ranges as (
  select shard_key, id, paid, (sum(paid) over (partition by programme order by settled_at, id) - paid)::bigint as paid_from from sums
)
update programme.chunk c set paid_from = r.paid_from, paid = r.paid from ranges r where r.shard_key = c.shard_key and r.id = c.id;

insert into programme.paid (programme, total)
select programme, sum(paid) from programme.chunk where paid is not null group by programme;

create index chunk_by_paid on programme.chunk (programme, paid_from) where paid > 0;
