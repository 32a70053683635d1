-- The transparency log: see the package org.yutang.proof. Rows are only ever added; a tile grows at its end until it is full.
-- shard_key numbers the tree; there is one, number 0.

-- The tree's head. Whoever appends locks this row, so that one after the other gets the next indexes.
create table proof.head (
  shard_key int not null,
  size bigint not null check (size >= 0),
  -- The name that this installation was given at its first start; the setting yutang.log-origin overrules it.
  origin text not null,
  primary key (shard_key)
);

create table proof.entry (
  shard_key int not null,
  index bigint not null check (index >= 0),
  key uuid not null,
  bytes bytea not null check (octet_length(bytes) <= 65535),
  primary key (shard_key, index),
  unique (shard_key, key)
);

-- Level and index as in tlog-tiles: up to 256 hashes of 32 bytes.
create table proof.tile (
  shard_key int not null,
  level int not null check (level between 0 and 63),
  index bigint not null check (index >= 0),
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (shard_key, level, index)
);

-- Hashes do not compress: spare the attempt.
alter table proof.tile alter column hashes set storage external;

-- One root for one size, for ever; only its signature is renewed when the key or the origin changes.
create table proof.checkpoint (
  shard_key int not null,
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  signed_at timestamptz not null,
  primary key (shard_key, size)
);
