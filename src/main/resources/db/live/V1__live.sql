-- Live rooms: when, who speaks, what is shown and what is said: see the package org.yutang.live.

create table live.room (
  id uuid primary key,
  shop uuid not null,
  title_zh text not null,
  title_en text not null,
  track text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  hosts jsonb not null,
  -- an https address of HLS; empty where the picture comes through our own door
  playback text not null,
  replay text not null default '',
  state text not null check (state in ('PLANNED', 'LIVE', 'ENDED')),
  began_at timestamptz,
  ended_at timestamptz,
  -- of the stream key, which nobody keeps
  key_digest bytea unique,
  -- the connection that publishes, and when it was last heard of
  publisher text,
  heard_at timestamptz,
  pinned uuid,
  coupon text not null default '',
  slow_seconds int not null default 2 check (slow_seconds between 1 and 300),
  words text[] not null default '{}',
  peak int not null default 0,
  likes bigint not null default 0
);

create index room_by_start on live.room (starts_at, id);
create index room_by_shop on live.room (shop, starts_at desc);

-- Each pin of a product is a chapter of the replay.
create table live.chapter (
  room uuid not null,
  number int not null,
  product uuid not null,
  at timestamptz not null,
  primary key (room, number)
);

create table live.message (
  room uuid not null,
  number bigint generated always as identity,
  id uuid not null unique,
  viewer uuid not null,
  name text not null,
  text text not null,
  at timestamptz not null,
  hidden boolean not null default false,
  primary key (room, number)
);

create index message_by_viewer on live.message (room, viewer, at desc);

create table live.muted (
  room uuid not null,
  viewer uuid not null,
  primary key (room, viewer)
);

-- How often somebody liked; bounded, so that nobody counts alone.
create table live.liked (
  room uuid not null,
  viewer uuid not null,
  likes int not null check (likes > 0),
  primary key (room, viewer)
);
