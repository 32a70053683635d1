-- Addresses that shops have told of their orders, and orders that came from other platforms.

-- `events` are kinds of market.HookEvent. `sealed` holds the secret, `old` the one before a rotation, for a day.
create table market.hook (
  id uuid primary key,
  shop uuid not null,
  address text not null,
  events text[] not null,
  low_pieces int not null check (low_pieces >= 0),
  sealed bytea not null,
  key_version int not null,
  old_sealed bytea,
  old_key_version int,
  old_until timestamptz,
  made_at timestamptz not null,
  -- since when nothing arrived
  failing_since timestamptz,
  last_error text,
  disabled_at timestamptz,
  ended_at timestamptz
);

create index hook_by_shop on market.hook (shop) where ended_at is null;

-- What a hook is told, in the order of the outbox; the next one waits for the one before. `next_at` is null once it was told, or was given up.
create table market.hook_message (
  hook uuid not null,
  number bigint not null,
  id uuid not null,
  event text not null,
  body text not null,
  at timestamptz not null,
  tries int not null default 0,
  next_at timestamptz,
  last_at timestamptz,
  answer text not null default '',
  done boolean not null default false,
  primary key (hook, number)
);

create unique index hook_message_by_id on market.hook_message (hook, id);
create index hook_message_due on market.hook_message (next_at) where next_at is not null;

-- Articles of which a hook was told that few are left.
create table market.hook_low (
  hook uuid not null,
  sku uuid not null,
  primary key (hook, sku)
);

-- An order that was sold elsewhere: once for its number at the shop and platform. Its order has no purchase; `purchase` is its own id.
create table market.foreign_order (
  shop uuid not null,
  platform text not null,
  number text not null,
  order_id uuid not null unique,
  digest bytea not null,
  at timestamptz not null,
  settled boolean not null default false,
  primary key (shop, platform, number)
);

create index foreign_order_unsettled on market.foreign_order (at) where not settled;

create index orders_since on market.orders (shop, paid_at, id) where paid_at is not null;

-- Files of orders and products that a shop has read in. `errors` is a list of row, column, code and value.
create table market.file_import (
  id uuid primary key,
  shop uuid not null,
  kind text not null check (kind in ('ORDERS', 'PRODUCTS')),
  name text not null,
  digest text not null,
  fresh int not null,
  known int not null,
  refused int not null,
  errors jsonb not null,
  account uuid not null,
  at timestamptz not null
);

create index file_import_by_shop on market.file_import (shop, at desc);
