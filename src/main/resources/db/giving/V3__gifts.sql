-- Gifts: money that donors give directly, once or every month. See org.yutang.giving.Gifts.
--
-- Everything of a donor lies in the shard of the digest of the donor's link.

-- A goal is not everybody's; some lines of a budget are what it costs to do the work.
alter table giving.project alter column goal drop not null;
alter table giving.budget_line add column fee boolean not null default false;

-- `link` is SHA-256 of the text that opens the donor's page; the text itself is kept nowhere. `contact` is sealed.
create table giving.donor (
  shard_key int not null,
  id uuid not null,
  link bytea not null check (length(link) = 32),
  name text,
  contact bytea,
  contact_key int,
  made_at timestamptz not null,
  primary key (shard_key, id),
  constraint donor_link unique (shard_key, link),
  constraint donor_contact check ((contact is null) = (contact_key is null))
);

create table giving.gift_plan (
  shard_key int not null,
  id uuid not null,
  donor uuid not null,
  project uuid not null,
  amount bigint not null check (amount > 0),
  day int not null check (day between 1 and 28),
  provider text not null,
  state text not null check (state in ('RUNNING', 'PAUSED', 'ENDED')),
  next_day date not null,
  made_at timestamptz not null,
  primary key (shard_key, id)
);

create index gift_plan_due on giving.gift_plan (next_day) where state = 'RUNNING';
create index gift_plan_by_donor on giving.gift_plan (shard_key, donor);

-- One gift and its one payment. Once paid it is the fen [gross_from, gross_from + amount) of all that was ever given to the fund, as sales are.
-- `public_id` names it in public: the log's leaf and the page that follows it. Destroying `salt` makes the leaf unlinkable to the receipt.
create table giving.gift (
  shard_key int not null,
  id uuid not null,
  public_id uuid not null,
  donor uuid not null,
  project uuid not null,
  programme text not null,
  amount bigint not null check (amount > 0),
  plan uuid,
  month date,
  payment uuid not null,
  state text not null check (state in ('ASKED', 'PAID', 'LAPSED')),
  made_at timestamptz not null,
  pay_by timestamptz not null,
  paid_at timestamptz,
  business_date date,
  gross_from bigint,
  salt bytea not null check (length(salt) = 32),
  receipt_year int,
  receipt_number int,
  returned bigint not null default 0,
  message text,
  message_state text not null check (message_state in ('NONE', 'WAITING', 'PUBLISHED', 'DECLINED')),
  moderated_by uuid,
  moderated_at timestamptz,
  primary key (shard_key, id),
  constraint gift_public unique (shard_key, public_id),
  constraint gift_month_once unique (shard_key, plan, month),
  constraint gift_of_plan check ((plan is null) = (month is null)),
  constraint gift_returned check (returned between 0 and amount),
  constraint gift_message check ((message is null) = (message_state = 'NONE')),
  constraint gift_paid check ((state = 'PAID') = (gross_from is not null and receipt_number is not null and paid_at is not null and business_date is not null))
);

create index gift_by_donor on giving.gift (shard_key, donor, made_at);
create index gift_by_range on giving.gift (programme, gross_from) where gross_from is not null;
create index gift_by_project on giving.gift (project, made_at);
create index gift_to_moderate on giving.gift (paid_at) where state = 'PAID' and message_state = 'WAITING';
create index gift_messages on giving.gift (project, paid_at) where message_state = 'PUBLISHED';

-- What went back of a gift, by the refund of its payment.
create table giving.gift_return (
  shard_key int not null,
  refund uuid not null,
  gift uuid not null,
  leaf uuid not null,
  amount bigint not null check (amount > 0),
  business_date date not null,
  salt bytea not null check (length(salt) = 32),
  returned_at timestamptz not null,
  primary key (shard_key, refund)
);

create index gift_return_by_gift on giving.gift_return (shard_key, gift);

-- The last number of each year's receipts; whoever takes the next one holds the row until it is written, so that no number is left out.
create table giving.receipt_counter (
  year int primary key,
  last int not null
);

-- Sums of gifts, moved in the transaction of each.
create table giving.gift_figure (
  project uuid not null,
  month date not null,
  gifts bigint not null default 0,
  given bigint not null default 0,
  refunds bigint not null default 0,
  returned bigint not null default 0,
  primary key (project, month)
);
