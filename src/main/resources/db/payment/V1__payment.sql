-- Payouts and the bank files in which they travel: see the package org.yutang.payment.
--
-- A payout lies in the shard that its caller chose, which its id carries in its first 16 bits.

-- One row a bank file. The file itself is not kept: it holds names and account numbers, and is made again from the payouts, byte for byte.
create table payment.batch (
  id uuid primary key,
  number text not null unique,
  encoding text not null check (encoding in ('UTF_8', 'GBK')),
  state text not null check (state in ('MADE', 'RELEASED', 'ANSWERED')),
  payouts int not null check (payouts > 0),
  amount bigint not null check (amount > 0),
  currency text not null,
  digest text not null,
  places text[] not null,
  business_date date not null,
  made_by uuid not null,
  made_at timestamptz not null,
  released_by uuid,
  released_at timestamptz,
  result_digest text,
  answered_by uuid,
  answered_at timestamptz,
  paid int,
  paid_amount bigint,
  constraint batch_four_eyes check (released_by is null or released_by <> made_by),
  constraint batch_released check ((state = 'MADE') = (released_by is null))
);

create index batch_by_time on payment.batch (made_at, id);

-- HELD: the money is reserved and about to be in transit; READY: it is in transit and may be sent; SENT: the provider has it;
-- PAID, FAILED: the provider's answer, which counts once and for ever. `booked_at`: the answer's money has moved.
-- `payee` is sealed: name and bank account.
create table payment.payout (
  shard_key int not null,
  id uuid not null,
  debit uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  purpose text not null,
  subject uuid not null,
  place text not null,
  business_date date not null,
  provider text not null check (provider in ('BANK_FILE', 'SANDBOX')),
  payee bytea not null,
  payee_key int not null,
  earmark uuid not null,
  reservation uuid not null,
  state text not null check (state in ('HELD', 'READY', 'SENT', 'PAID', 'FAILED')),
  batch uuid,
  line int,
  placed_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  answer_date date,
  reason text,
  booking uuid,
  booked_at timestamptz,
  primary key (shard_key, id),
  constraint payout_in_a_batch check ((batch is null) = (line is null)),
  constraint payout_answered check ((state in ('PAID', 'FAILED')) = (booking is not null))
);

create index payout_by_state on payment.payout (state, provider, placed_at);
create index payout_by_batch on payment.payout (batch, line) where batch is not null;
create index payout_by_subject on payment.payout (shard_key, subject);
create index payout_by_place on payment.payout (place);
