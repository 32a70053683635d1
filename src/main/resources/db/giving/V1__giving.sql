-- Projects, merchants' pledges, sales with one donation each, refunds: see the package org.yutang.giving.
--
-- Sales and refunds lie in the shard of the merchant who pays; ids of sales and refunds carry it in their first 16 bits.

create table giving.project (
  id uuid primary key,
  title_zh text not null,
  title_en text not null,
  summary_zh text not null,
  summary_en text not null,
  programme text not null,
  place text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  goal bigint not null check (goal > 0),
  account uuid not null,
  opened_at timestamptz not null
);

create table giving.budget_line (
  project uuid not null references giving.project (id),
  number int not null,
  label_zh text not null,
  label_en text not null,
  amount bigint not null check (amount > 0),
  primary key (project, number)
);

create table giving.merchant (
  id uuid primary key,
  name_zh text not null,
  name_en text not null,
  place text not null,
  county text not null,
  opened_at timestamptz not null
);

-- Which accounts act for a merchant.
create table giving.merchant_account (
  merchant uuid not null references giving.merchant (id),
  account uuid not null,
  primary key (merchant, account)
);

create index merchant_by_account on giving.merchant_account (account);

create table giving.pledge (
  id uuid primary key,
  merchant uuid not null references giving.merchant (id),
  project uuid not null references giving.project (id),
  made_at timestamptz not null
);

create index pledge_by_merchant on giving.pledge (merchant);
create index pledge_by_project on giving.pledge (project);

-- What holds from a first business day until the next row; never changed.
create table giving.pledge_rate (
  pledge uuid not null references giving.pledge (id),
  from_day date not null,
  kind text not null check (kind in ('PER_ORDER', 'PER_MILLE', 'PAUSED', 'ENDED')),
  value bigint not null check ((value > 0) = (kind in ('PER_ORDER', 'PER_MILLE')) and value >= 0),
  account uuid not null,
  set_at timestamptz not null,
  primary key (pledge, from_day)
);

-- How many fen were ever given to a fund. Whoever books sales locks the row and takes the next range for them.
create table giving.fund (
  programme text primary key,
  given bigint not null check (given >= 0)
);

-- Sales that were committed, are paid and published together.
create table giving.chunk (
  shard_key int not null,
  id uuid not null,
  sales int not null check (sales > 0),
  settled_at timestamptz,
  primary key (shard_key, id)
);

-- One order and its donation. The donation is the fen [gross_from, gross_from + donation) of all that was ever given to the fund.
-- `refunded` is what was taken back of the amount, `returned` of the donation, whether that refund is paid yet or waits.
-- Destroying `salt` makes the public leaf unlinkable to the order.
create table giving.sale (
  shard_key int not null,
  id uuid not null,
  merchant uuid not null,
  order_number text not null,
  chunk uuid not null,
  pledge uuid not null,
  project uuid not null,
  programme text not null,
  sold_at timestamptz not null,
  business_date date not null,
  amount bigint not null check (amount > 0),
  donation bigint not null check (donation > 0),
  origin text,
  origin_county text,
  buyer_region text,
  gross_from bigint not null check (gross_from >= 0),
  transfer uuid not null,
  salt bytea not null check (length(salt) = 32),
  refunded bigint not null default 0,
  returned bigint not null default 0,
  booked_at timestamptz not null,
  primary key (shard_key, id),
  constraint sale_once unique (shard_key, merchant, order_number),
  constraint sale_refunded check (refunded between 0 and amount and returned between 0 and donation)
) with (fillfactor = 90);

create index sale_by_chunk on giving.sale (shard_key, chunk);
-- Not by merchant: before there are statistics, look-ups by order number would take such an index instead of their own.
create index sale_by_pledge on giving.sale (shard_key, pledge, business_date);
create index sale_by_range on giving.sale (programme, gross_from);

create table giving.refund (
  shard_key int not null,
  id uuid not null,
  merchant uuid not null,
  refund_number text not null,
  batch uuid not null,
  sale uuid not null,
  project uuid not null,
  programme text not null,
  refunded_at timestamptz not null,
  business_date date not null,
  asked bigint,
  amount bigint not null check (amount > 0),
  returned bigint not null check (returned >= 0),
  transfer uuid not null,
  salt bytea not null check (length(salt) = 32),
  state text not null check (state in ('BOOKED', 'WAITING', 'DONE')),
  booked_at timestamptz not null,
  done_at timestamptz,
  primary key (shard_key, id),
  constraint refund_once unique (shard_key, merchant, refund_number),
  constraint refund_done check ((state = 'DONE') = (done_at is not null))
);

create index refund_by_batch on giving.refund (shard_key, batch);
create index refund_by_project on giving.refund (project, booked_at);
create index refund_open on giving.refund (booked_at) where state <> 'DONE';

-- What paid refunds took out of a fund's sequence: of the donation that begins at `gross_from`, its last `taken` fen.
create table giving.taken (
  programme text not null,
  gross_from bigint not null,
  donation bigint not null,
  taken bigint not null check (taken between 1 and donation),
  primary key (programme, gross_from) include (taken)
);

-- Sums of sales and paid refunds, moved in the transaction of each. Counties are those of the merchant and of the goods; empty
-- where a notice names none.
create table giving.figure (
  shard_key int not null,
  project uuid not null,
  month date not null,
  merchant_county text not null,
  origin_county text not null,
  donations bigint not null default 0,
  given bigint not null default 0,
  refunds bigint not null default 0,
  returned bigint not null default 0,
  primary key (shard_key, project, month, merchant_county, origin_county)
);

create index figure_by_project on giving.figure (project);
