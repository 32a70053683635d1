-- Campaigns and what was paid for claims: see the package org.yutang.campaign.
--
-- A claim has no row here: its line in the ledger is the claim.

create table campaign.campaign (
  id uuid primary key,
  title_zh text not null,
  title_en text not null,
  place text not null,
  unit text not null,
  stock bigint not null check (stock > 0),
  per_holder bigint not null check (per_holder > 0),
  opens_at timestamptz not null,
  ends_at timestamptz,
  price_kind text not null check (price_kind in ('FREE', 'UNITS', 'MONEY')),
  price_unit text,
  price_each bigint check (price_each > 0),
  pay_within_seconds int check (pay_within_seconds > 0),
  late text check (late in ('RE_GRANT', 'REFUND')),
  account uuid not null,
  created_at timestamptz not null,
  -- when its stock lay in the ledger
  stocked_at timestamptz,
  constraint campaign_ends_after_it_opens check (ends_at > opens_at),
  constraint campaign_priced check ((price_kind = 'FREE') = (price_each is null)),
  constraint campaign_for_money check ((price_kind = 'MONEY') = (pay_within_seconds is not null and late is not null))
);

create index campaign_by_opening on campaign.campaign (opens_at, id);

-- What was paid for a claim. A payment lies in the shard of its campaign, which its id carries in its first 16 bits.
-- RECEIVED: written down, about to be booked; PAID: in time; RE_GRANTED: late, and there was stock left; REFUNDED: late, and the
-- provider has to pay it back.
create table campaign.payment (
  shard_key int not null,
  id uuid not null,
  campaign uuid not null,
  claim uuid not null,
  provider text not null check (provider in ('COUNTER', 'SANDBOX')),
  number text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  quantity bigint not null check (quantity > 0),
  holder uuid not null,
  state text not null check (state in ('RECEIVED', 'PAID', 'RE_GRANTED', 'REFUNDED')),
  received_at timestamptz not null,
  settled_at timestamptz,
  primary key (shard_key, id),
  unique (shard_key, campaign, claim),
  constraint payment_settled check ((state = 'RECEIVED') = (settled_at is null))
);

create index payment_by_state on campaign.payment (shard_key, campaign, state, received_at);
