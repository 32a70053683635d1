-- Cases of any kind that a definition describes, their timelines, judges' sheets, instalments and reports: see Cases.
--
-- A case lies in the shard of the person's county; its id carries it in its first 16 bits.

-- `secrets` is sealed: personal answers, payee, bank account, witness. `payee_mark` is a keyed digest of the bank account, for comparing only.
-- `slot` is what the kind may be had once for. `facts` are those that the rules read on the day of filing. `lines` are the reviewer's figures for
-- lines of a bill. `promised` is what the ledger holds for it; `released` what went back to the fund of it.
create table programme.case_file (
  shard_key int not null,
  id uuid not null,
  programme text not null,
  kind text not null,
  policy_year int not null,
  rules int not null,
  definition text not null,
  person uuid not null,
  household uuid not null,
  county text not null,
  village text not null,
  channel text not null,
  state text not null check (state in
    ('DRAFT', 'IN_REVIEW', 'PAPERS_MISSING', 'REJECTED', 'APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED', 'WITHDRAWN')),
  version int not null check (version > 0),
  stage int not null default 0 check (stage >= 0),
  stage_role text,
  escalates_to text,
  answers jsonb not null,
  evidence jsonb not null,
  secrets bytea not null,
  secrets_key int not null,
  payee_mark uuid,
  confirmed_how text,
  confirmed_at timestamptz,
  confirmed_photo text,
  confirmed_taken_by uuid,
  filer uuid,
  filed_day date,
  due_day date,
  days_left int,
  slot text,
  facts jsonb not null default '{}',
  agreed_by uuid,
  barred uuid[] not null,
  lines jsonb not null default '{}',
  reduced_to bigint check (reduced_to > 0),
  currency text not null,
  benefit bigint check (benefit >= 0),
  reserved text,
  rank int check (rank > 0),
  score numeric(9, 4),
  decided_by uuid,
  decided_day date,
  decided_at timestamptz,
  decision_days int,
  appealed_day date,
  waiting_for text check (waiting_for in ('MONEY', 'SEAT')),
  promised bigint not null default 0 check (promised >= 0),
  paid bigint not null default 0 check (paid >= 0),
  released bigint not null default 0 check (released >= 0),
  taken_back bigint not null default 0 check (taken_back >= 0 and taken_back <= paid),
  last_day date not null,
  changed_at timestamptz not null,
  primary key (shard_key, id),
  constraint case_not_overpaid check (paid + released <= promised),
  constraint case_promise check (promised <= coalesce(benefit, promised)),
  constraint case_filed check (state in ('DRAFT', 'WITHDRAWN') or (filer is not null and filed_day is not null)),
  constraint case_decided check (state not in ('APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED') or (decided_day is not null and decided_at is not null))
);

create index case_by_county on programme.case_file (county, state, due_day);
create index case_by_village on programme.case_file (village, state, due_day);
create index case_by_person on programme.case_file (shard_key, person);
create index case_by_household on programme.case_file (shard_key, household);
create index case_by_call on programme.case_file (programme, kind, policy_year, state, stage);
create index case_by_filer on programme.case_file (filer, programme, policy_year);
create index case_by_payee on programme.case_file (payee_mark) where payee_mark is not null;
create index case_waiting on programme.case_file (waiting_for) where waiting_for is not null;

-- The timeline; append-only. `number` is the version of the case that the event made.
create table programme.case_event (
  shard_key int not null,
  case_file uuid not null,
  number int not null,
  kind text not null,
  state text not null,
  stage text,
  at timestamptz not null,
  day date not null,
  account uuid not null,
  account_name text not null,
  note text,
  facts jsonb not null,
  primary key (shard_key, case_file, number)
);

-- What a person may have once: taken on filing, freed by withdrawal and rejection.
create table programme.case_once (
  shard_key int not null,
  person uuid not null,
  programme text not null,
  kind text not null,
  slot text not null,
  case_file uuid not null,
  primary key (shard_key, person, programme, kind, slot)
);

-- A person's grants of a kind, one row to lock while the ceilings of a year and a life are looked at.
create table programme.case_person (
  shard_key int not null,
  person uuid not null,
  programme text not null,
  kind text not null,
  primary key (shard_key, person, programme, kind)
);

-- One judge's sheet of one case at one stage; `number` stands for the case towards the judge.
create table programme.case_sheet (
  shard_key int not null,
  case_file uuid not null,
  stage text not null,
  judge uuid not null,
  number uuid not null,
  marks jsonb,
  note text,
  recused boolean not null default false,
  open boolean not null default true,
  changed_at timestamptz not null,
  primary key (shard_key, case_file, stage, judge)
);

-- Not by shard: a number that told the shard would tell a judge of a blind panel whose county it is.
create index case_sheet_by_number on programme.case_sheet (number);
create index case_sheet_by_judge on programme.case_sheet (judge, open);

-- One part of a grant. `id` of the last attempt is the payout's and the leaf's; destroying `salt` makes the leaf unlinkable.
create table programme.case_payment (
  shard_key int not null,
  case_file uuid not null,
  number int not null,
  name text not null,
  programme text not null,
  kind text not null,
  policy_year int not null,
  county text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  state text not null check (state in ('PLANNED', 'PAYING', 'PAID', 'FAILED', 'CANCELLED')),
  due_day date not null,
  needs text,
  held_back text[] not null default '{}',
  waits boolean not null default false,
  attempt int not null default 0,
  payout uuid,
  salt bytea check (length(salt) = 32),
  ended_day date,
  primary key (shard_key, case_file, number)
);

create index case_payment_due on programme.case_payment (due_day) where state = 'PLANNED';

create table programme.case_report (
  shard_key int not null,
  case_file uuid not null,
  number int not null,
  name text not null,
  state text not null check (state in ('WANTED', 'SENT', 'RETURNED', 'ACCEPTED')),
  due_day date not null,
  answers jsonb not null default '{}',
  photos text[] not null default '{}',
  sent_day date,
  sent_by uuid,
  note text,
  primary key (shard_key, case_file, number)
);

-- Money of a grant on its way: out of the promised account back to the fund, or from outside back to the fund. `id` is the transfer's.
-- `seat`: its seat is given back as well. `reserved` is whose seat.
create table programme.case_return (
  shard_key int not null,
  id uuid not null,
  case_file uuid not null,
  transfer uuid not null,
  amount bigint not null check (amount >= 0),
  paid_before boolean not null,
  seat boolean not null,
  business_date date not null,
  primary key (shard_key, id)
);

create index case_return_by_case on programme.case_return (shard_key, case_file);

-- Links by which people act for themselves. `account` stands for the holder as an actor and is a digest of the link, which carries its shard; one link a
-- person and kind.
create table programme.case_link (
  shard_key int not null,
  person uuid not null,
  programme text not null,
  kind text not null,
  account uuid not null,
  issued_by uuid not null,
  expires_at timestamptz not null,
  primary key (shard_key, person, programme, kind)
);

create unique index case_link_account on programme.case_link (shard_key, account);

-- Things instead of money: what was promised, sent and received of each item.
create table programme.case_delivery (
  shard_key int not null,
  case_file uuid not null,
  number int not null,
  item text not null,
  quantity int not null check (quantity > 0),
  sent int not null default 0 check (sent >= 0),
  received int not null default 0 check (received >= 0),
  sent_day date,
  waybill text,
  sent_by uuid,
  received_day date,
  photos text[] not null default '{}',
  primary key (shard_key, case_file, number),
  constraint case_delivery_received check (received <= sent)
);

-- What is written down again and again: sessions, attendance, hours of work, minutes of reading. `id` is the client's.
create table programme.case_log (
  shard_key int not null,
  case_file uuid not null,
  id uuid not null,
  log text not null,
  day date not null,
  answers jsonb not null,
  photos text[] not null,
  state text not null check (state in ('WRITTEN', 'CONFIRMED', 'REFUSED')),
  written_by uuid not null,
  confirmed_by uuid,
  note text,
  written_at timestamptz not null,
  primary key (shard_key, case_file, id),
  constraint case_log_two_people check (confirmed_by is null or confirmed_by <> written_by)
);

create index case_log_by_day on programme.case_log (shard_key, case_file, log, day);
