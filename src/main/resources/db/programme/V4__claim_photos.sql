-- A photo belongs to one claim: sharded by the first 16 bits of its id, as shards are everywhere.
create table programme.claim_photo (
  shard_key int not null,
  photo text not null,
  claim uuid not null,
  primary key (shard_key, photo)
);

-- Where two claims share a photo from before, it is the earlier one's.
insert into programme.claim_photo (shard_key, photo, claim)
select ('x' || substr(p.photo, 1, 4))::bit(16)::int % 1024, p.photo, c.id
from programme.claim c, lateral (select unnest(c.photos) as photo union select c.confirmed_photo where c.confirmed_photo is not null) p
order by c.changed_at, c.id
on conflict do nothing;
