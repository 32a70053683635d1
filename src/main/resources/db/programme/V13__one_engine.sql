-- One engine: what claims of an insurer knew, cases know. See decision 0023.

-- `mark` is a digest of the answers that may stand in one case of the kind only. `enrolment` covers the case, and `terms` is the digest of the definition
-- that it was made by: its benefit is what is due. `counted` is what reviewers let a cost count with; `granted` are their figures of the grant while an
-- appeal against it is open; `reason` is one of the kind's. `payment_days`: working days from the first filing to the first payment.
alter table programme.case_file add column mark uuid;
alter table programme.case_file add column enrolment uuid;
alter table programme.case_file add column terms text;
alter table programme.case_file add column counted bigint check (counted > 0);
alter table programme.case_file add column granted jsonb;
alter table programme.case_file add column reason text;
alter table programme.case_file add column payment_days int;

-- What only one case of a kind may say, whoever's it is: sharded by its own digest, so that one key holds for all counties.
create table programme.case_unique (
  shard_key int not null,
  mark uuid not null,
  case_file uuid not null,
  primary key (shard_key, mark)
);

create index case_payment_by_month on programme.case_payment (programme, ended_day) where state = 'PAID';

alter table programme.claim_photo rename to case_photo;
alter table programme.case_photo rename column claim to case_file;
alter table programme.paper rename column claim to case_file;

-- Nothing was released with claims as rows of their own: where there are any, or definitions that decided by the old keys, somebody tried a version of
-- between, and they are not carried over.
do $$
begin
  if exists (select 1 from programme.claim) then
    raise exception 'This database holds claims of an older trial version (programme.claim). They are not carried over into cases: start with an empty database, or go on with the version that wrote them.';
  end if;
  if exists (select 1 from programme.definition
      where source ~ '(^|\n)secondReviewAbove:' or (source ~ '\n  - fromYear:' and source ~ '\n    benefit:')) then
    raise exception 'This database holds definitions of an older trial version (programme.definition), which this version cannot read. They are not carried over: start with an empty database, or go on with the version that wrote them.';
  end if;
end $$;

drop table programme.claim;
drop table programme.claim_event;
drop table programme.claim_bill;
drop table programme.claim_payment;
