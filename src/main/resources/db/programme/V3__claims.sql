-- Claims: what is asked of the insurer for a covered person, everything that happened to it, and what was paid: see the package
-- org.yutang.programme.
--
-- A claim lies in the shard of the person's county; its id carries it in its first 16 bits.

-- `secrets` is sealed: diagnosis, payee, bank account, witness. `version` grows with every change; whoever changes it names the version that
-- they saw. `counted`: the own share that was accepted; `benefit`: what is due for it; `paid`: what the bank has paid of it.
create table programme.claim (
  shard_key int not null,
  id uuid not null,
  programme text not null,
  person uuid not null,
  household uuid not null,
  county text not null,
  village text not null,
  state text not null check (state in
    ('DRAFT', 'FILED', 'PAPERS_MISSING', 'AWAITING_SECOND', 'REJECTED', 'APPROVED', 'PAYING', 'PAID', 'PAYMENT_FAILED', 'WITHDRAWN')),
  version int not null check (version > 0),
  hospital text,
  admitted date,
  discharged date,
  bill_number text,
  total bigint check (total > 0),
  own_share bigint check (own_share > 0),
  currency text not null,
  photos text[] not null,
  secrets bytea not null,
  secrets_key int not null,
  confirmed_how text,
  confirmed_at timestamptz,
  confirmed_photo text,
  confirmed_taken_by uuid,
  bill uuid,
  visit uuid,
  filer uuid,
  filed_day date,
  due_day date,
  days_left int,
  enrolment uuid,
  policy_year int,
  rules int,
  definition text,
  counted bigint,
  benefit bigint check (benefit >= 0),
  counted_before bigint,
  first_reviewer uuid,
  second_reviewer uuid,
  barred uuid[] not null,
  decided_day date,
  decision_days int,
  payment_days int,
  appealed_day date,
  paid bigint not null default 0 check (paid >= 0),
  waiting_for_money boolean not null default false,
  last_day date not null,
  changed_at timestamptz not null,
  primary key (shard_key, id),
  constraint claim_own_share check (own_share <= total),
  constraint claim_counted check (counted <= own_share),
  constraint claim_four_eyes check (second_reviewer is null or second_reviewer <> first_reviewer),
  constraint claim_not_overpaid check (paid <= coalesce(benefit, paid)),
  constraint claim_filed check (state in ('DRAFT', 'WITHDRAWN') or (filer is not null and enrolment is not null and due_day is not null)),
  constraint claim_approved check (state not in ('AWAITING_SECOND', 'APPROVED', 'PAYING', 'PAID', 'PAYMENT_FAILED') or benefit is not null)
);

create index claim_by_county on programme.claim (county, state, due_day);
create index claim_by_village on programme.claim (village, state, due_day);
create index claim_by_person on programme.claim (shard_key, person);
create index claim_by_programme on programme.claim (programme, state);
create index claim_waiting on programme.claim (waiting_for_money) where waiting_for_money;

-- The timeline; append-only. `number` is the version of the claim that the event made.
create table programme.claim_event (
  shard_key int not null,
  claim uuid not null,
  number int not null,
  kind text not null,
  state text not null,
  at timestamptz not null,
  day date not null,
  account uuid not null,
  account_name text not null,
  reason text,
  note text,
  facts jsonb not null,
  primary key (shard_key, claim, number)
);

-- A bill is claimed once, anywhere: sharded by its own digest, so that one key holds for all counties.
create table programme.claim_bill (
  shard_key int not null,
  bill uuid not null,
  claim uuid not null,
  primary key (shard_key, bill)
);

-- What was ordered of the payment room; `id` is the payout's and the leaf's. Destroying `salt` makes the leaf unlinkable.
create table programme.claim_payment (
  shard_key int not null,
  id uuid not null,
  claim uuid not null,
  programme text not null,
  policy_year int not null,
  county text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  salt bytea check (length(salt) = 32),
  state text not null check (state in ('PAYING', 'PAID', 'FAILED')),
  ordered_day date not null,
  ended_day date,
  primary key (shard_key, id)
);

create unique index claim_payment_one_at_a_time on programme.claim_payment (shard_key, claim) where state = 'PAYING';
create index claim_payment_by_claim on programme.claim_payment (shard_key, claim);
create index claim_payment_by_month on programme.claim_payment (programme, ended_day) where state = 'PAID';
