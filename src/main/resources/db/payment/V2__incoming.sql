-- Payments coming in: what was asked for, what arrived, what goes back. See org.yutang.payment.Incoming.

-- One row a payment that somebody was asked for; it lies in the shard that its caller chose. `next_question`: when its provider is asked again.
create table payment.incoming (
  shard_key int not null,
  id uuid not null,
  payee uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  title text not null,
  purpose text not null,
  subject uuid not null,
  place text not null,
  provider text not null check (provider in ('SANDBOX', 'ALIPAY')),
  state text not null check (state in ('OPEN', 'PAID', 'EXPIRED', 'CANCELLED')),
  expires_at timestamptz not null,
  asked_at timestamptz not null,
  arrival uuid,
  questions int not null default 0,
  next_question timestamptz,
  primary key (shard_key, id),
  constraint incoming_paid check ((state = 'PAID') = (arrival is not null))
);

create index incoming_to_ask on payment.incoming (next_question) where next_question is not null;
create index incoming_by_time on payment.incoming (asked_at, id);
create index incoming_by_place on payment.incoming (place);

-- One row a provider's trade of which money came. Its shard and id are digests of provider and trade, so that it can be there once only.
-- `fit` says whether it is what was asked for; whatever is not lies in the account of unmatched money until it has gone back.
-- `parked`: it did not fit at first. `asked_back` is what refunds hold or have taken of it, `gone_back` what they have taken.
create table payment.arrival (
  shard_key int not null,
  id uuid not null,
  provider text not null check (provider in ('SANDBOX', 'ALIPAY')),
  trade text not null,
  number text not null,
  payment uuid,
  amount bigint not null check (amount > 0),
  currency text not null,
  fit text not null check (fit in ('FITS', 'LATE', 'CANCELLED', 'WRONG_AMOUNT', 'TWICE', 'UNKNOWN')),
  parked boolean not null,
  payee uuid,
  title text,
  purpose text,
  subject uuid,
  place text,
  paid_at timestamptz not null,
  business_date date not null,
  received_at timestamptz not null,
  booked_at timestamptz,
  asked_back bigint not null default 0,
  gone_back bigint not null default 0,
  primary key (shard_key, id),
  constraint arrival_back check (gone_back between 0 and asked_back and asked_back between 0 and amount),
  constraint arrival_known check (fit = 'UNKNOWN' or (payment is not null and payee is not null and place is not null))
);

create index arrival_by_time on payment.arrival (received_at, id);
create index arrival_by_place on payment.arrival (place);
create index arrival_unmatched on payment.arrival (received_at, id) where fit <> 'FITS' and gone_back < amount;

-- ASKED by one person; RELEASED or DECLINED by another; HELD: the money has left its account and the provider is to send it back;
-- RETURNED, REJECTED: the provider's answer; DONE, FAILED: the money is outside, or where it was.
create table payment.refund (
  shard_key int not null,
  id uuid not null,
  arrival uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null,
  state text not null check (state in ('ASKED', 'DECLINED', 'RELEASED', 'HELD', 'RETURNED', 'REJECTED', 'DONE', 'FAILED')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  business_date date,
  tries int not null default 0,
  next_try timestamptz,
  problem text,
  ended_at timestamptz,
  primary key (shard_key, id),
  constraint refund_four_eyes check (state in ('ASKED', 'DECLINED') or (decided_by is not null and decided_by <> asked_by)),
  constraint refund_ended check ((state in ('DECLINED', 'DONE', 'FAILED')) = (ended_at is not null))
);

create index refund_by_arrival on payment.refund (shard_key, arrival);
create index refund_to_try on payment.refund (next_try) where next_try is not null;
create index refund_by_time on payment.refund (asked_at, id);

-- Notices that were refused, by what they said; the same again counts. Forged ones are counted by the day, so that nobody can fill this.
create table payment.refused_notice (
  id uuid primary key,
  provider text not null,
  code text not null,
  number text not null,
  trade text not null,
  amount text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times bigint not null
);

create index refused_notice_by_time on payment.refused_notice (last_at);

-- The sandbox's own book: what a provider elsewhere would know.
create table payment.sandbox_trade (
  number text primary key,
  trade text not null,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('PAID', 'CLOSED')),
  paid_at timestamptz not null
);
