-- A photo belongs to one claim: sharded by the first 16 bits of its id, as shards are everywhere.
create table programme.claim_photo (
  shard_key int not null,
  photo text not null,
  claim uuid not null,
  primary key (shard_key, photo)
);
