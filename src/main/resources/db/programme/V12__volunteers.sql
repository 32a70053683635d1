-- Who was asked to help with a case, and what they said. `case_file` is the case that needs help, `helper` the volunteer's own.
create table programme.case_match (
  shard_key int not null,
  case_file uuid not null,
  helper uuid not null,
  state text not null check (state in ('INVITED', 'ENGAGED', 'DECLINED', 'RELEASED')),
  hours bigint not null check (hours >= 0),
  invited_by uuid not null,
  invited_at timestamptz not null,
  answered_at timestamptz,
  primary key (shard_key, case_file, helper)
);

create index case_match_by_helper on programme.case_match (helper, state);

-- Volunteers who want no invitations for now.
create table programme.case_paused (
  shard_key int not null,
  case_file uuid not null,
  primary key (shard_key, case_file)
);

-- Whose work an entry is, where volunteers write it.
alter table programme.case_log add column helper uuid;
