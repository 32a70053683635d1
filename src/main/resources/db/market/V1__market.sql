-- Shops, what they sell, who buys, orders and what came back: see the package org.yutang.market.
-- What is left of anything is an account of the ledger, never a column here.

create table market.shop (
  id uuid primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('HOUSEHOLD', 'COOPERATIVE', 'COMPANY')),
  place text not null,
  county text not null,
  story text not null,
  state text not null check (state in ('ASKED', 'OPEN', 'REFUSED', 'CLOSED')),
  note text not null default '',
  account uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz
);

create index shop_by_county on market.shop (county, state, name_zh, id);

-- Who runs a shop, with the role MERCHANT in its place.
create table market.shop_account (
  shop uuid not null,
  account uuid not null,
  primary key (shop, account)
);

create index shop_by_account on market.shop_account (account);

-- What sending costs to a place and everything in it; the smallest place that holds the address counts. No row: not sent there.
create table market.freight (
  shop uuid not null,
  region text not null,
  first_grams bigint not null check (first_grams > 0),
  first_fen bigint not null check (first_fen >= 0),
  more_grams bigint not null check (more_grams > 0),
  more_fen bigint not null check (more_fen >= 0),
  primary key (shop, region)
);

create table market.product (
  id uuid primary key,
  shop uuid not null,
  county text not null,
  origin text not null,
  title_zh text not null,
  title_en text not null,
  about text not null,
  standard text,
  variety text,
  grade text,
  photos text[] not null,
  state text not null check (state in ('DRAFT', 'ON_SALE', 'ENDED')),
  words text[] not null,
  least_fen bigint not null,
  sold bigint not null default 0,
  created_at timestamptz not null
);

create index product_by_shop on market.product (shop, created_at desc, id);
create index product_on_sale on market.product (county, sold desc, id) where state = 'ON_SALE';
create index product_most_sold on market.product (sold desc, id) where state = 'ON_SALE';
create index product_by_words on market.product using gin (words) where state = 'ON_SALE';

-- Words that products are found by, to put right what was typed wrongly.
create table market.word (
  text text primary key
);

create table market.sku (
  id uuid primary key,
  product uuid not null,
  name_zh text not null,
  name_en text not null,
  grams bigint not null check (grams > 0),
  fen bigint not null check (fen > 0),
  boxed boolean not null,
  number int not null
);

create index sku_by_product on market.sku (product, number);

-- Pieces that were put up for sale or taken away again; the ledger has them once settled.
create table market.stocking (
  id uuid primary key,
  sku uuid not null,
  pieces bigint not null check (pieces <> 0),
  account uuid not null,
  at timestamptz not null,
  settled boolean not null default false
);

create index stocking_by_sku on market.stocking (sku);
create index stocking_open on market.stocking (at) where not settled;

-- A box of the stock of a site that is sold as one piece: at most one piece for one box. `order_id` once it was picked.
create table market.box (
  sscc text primary key,
  sku uuid not null,
  site uuid not null,
  best_before date,
  stocking uuid not null,
  order_id uuid
);

create index box_by_stocking on market.box (stocking);
create index box_free on market.box (sku, best_before, sscc) where order_id is null;
create index box_by_order on market.box (order_id) where order_id is not null;

create table market.coupon (
  id uuid primary key,
  shop uuid not null,
  code text not null,
  off_fen bigint not null check (off_fen > 0),
  least_fen bigint not null check (least_fen > off_fen),
  pieces bigint not null check (pieces > 0),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  made_at timestamptz not null,
  unique (shop, code)
);

-- Somebody who buys: known by a secret key of which the digest is kept. What is personal is sealed in addresses and orders.
create table market.buyer (
  id uuid primary key,
  digest bytea not null unique,
  created_at timestamptz not null
);

create table market.address (
  id uuid primary key,
  buyer uuid not null,
  region text not null,
  sealed bytea not null,
  key_version int not null,
  at timestamptz not null
);

create index address_by_buyer on market.address (buyer, at desc);

create table market.cart (
  buyer uuid not null,
  sku uuid not null,
  pieces int not null check (pieces > 0),
  at timestamptz not null,
  primary key (buyer, sku)
);

-- What is paid at once: one order a shop. ASKED before the ledger is asked for the goods, REFUSED where they were not there, UNPAID while they are held,
-- PAID, LAPSED once they are free again, RETURNED where it was paid after that and they were gone. `settled`: the ledger has what the state says.
create table market.purchase (
  shard_key int not null,
  id uuid not null,
  buyer uuid not null,
  state text not null check (state in ('ASKED', 'REFUSED', 'UNPAID', 'PAID', 'LAPSED', 'RETURNED')),
  settled boolean not null default false,
  fen bigint not null check (fen > 0),
  payment uuid not null,
  provider text not null,
  digest bytea not null,
  asked_at timestamptz not null,
  pay_by timestamptz not null,
  paid_at timestamptz,
  primary key (shard_key, id)
);

create index purchase_unsettled on market.purchase (asked_at) where not settled and state <> 'UNPAID';

create table market.orders (
  shard_key int not null,
  id uuid not null,
  purchase uuid not null,
  shop uuid not null,
  buyer uuid not null,
  number text not null,
  state text not null check (state in ('WAITING', 'PAID', 'SENT', 'RECEIVED', 'CANCELLED')),
  goods_fen bigint not null,
  freight_fen bigint not null,
  off_fen bigint not null,
  coupon uuid,
  region text not null,
  sealed bytea,
  key_version int not null,
  version int not null default 1,
  asked_at timestamptz not null,
  paid_at timestamptz,
  picked_at timestamptz,
  sent_at timestamptz,
  received_at timestamptz,
  carrier text not null default '',
  waybill text not null default '',
  donation_fen bigint not null default 0,
  sale uuid,
  back_fen bigint not null default 0,
  -- the money that waited for the receipt is the shop's
  earned boolean not null default false,
  primary key (shard_key, id),
  unique (shard_key, number),
  constraint orders_back check (back_fen between 0 and goods_fen - off_fen + freight_fen)
);

create index orders_by_buyer on market.orders (shard_key, buyer, asked_at desc);
create index orders_to_earn on market.orders (received_at) where state = 'RECEIVED' and not earned;

create index orders_by_purchase on market.orders (shard_key, purchase);
create index orders_by_shop on market.orders (shop, state, asked_at desc, id);
create index orders_paid on market.orders (paid_at) where paid_at is not null;
create index orders_sent on market.orders (sent_at) where state = 'SENT';

create table market.order_line (
  shard_key int not null,
  order_id uuid not null,
  number int not null,
  sku uuid not null,
  product uuid not null,
  title_zh text not null,
  title_en text not null,
  pieces int not null check (pieces > 0),
  fen bigint not null check (fen > 0),
  grams bigint not null,
  primary key (shard_key, order_id, number)
);

create table market.order_event (
  shard_key int not null,
  order_id uuid not null,
  number int not null,
  kind text not null,
  at timestamptz not null,
  account_name text not null,
  note text not null,
  primary key (shard_key, order_id, number)
);

-- ASKED by the buyer; AGREED or DECLINED by the shop; DISPUTED before the county; DONE once the money is on its way back.
create table market.money_back (
  shard_key int not null,
  id uuid not null,
  order_id uuid not null,
  shop uuid not null,
  number text not null,
  state text not null check (state in ('ASKED', 'AGREED', 'DECLINED', 'DISPUTED', 'DONE')),
  fen bigint not null check (fen > 0),
  donation_fen bigint not null default 0,
  restocked boolean not null default false,
  -- an officer had the last word
  judged boolean not null default false,
  reason text not null,
  answer text not null default '',
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (shard_key, id),
  unique (shard_key, number)
);

create unique index money_back_open on market.money_back (shard_key, order_id) where state in ('ASKED', 'AGREED', 'DISPUTED');
create index money_back_by_order on market.money_back (shard_key, order_id);
create index money_back_by_shop on market.money_back (shop, state, asked_at);
create index money_back_agreed on market.money_back (decided_at) where state = 'AGREED';

create table market.review (
  shard_key int not null,
  order_id uuid not null,
  product uuid not null,
  stars int not null check (stars between 1 and 5),
  text text not null,
  photos text[] not null,
  reply text not null default '',
  hidden boolean not null default false,
  at timestamptz not null,
  primary key (shard_key, order_id, product)
);

create index review_by_product on market.review (product, at desc);
