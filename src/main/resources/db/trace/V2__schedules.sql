-- Subscribers who are told by the clock, and from when on: what is captured waits for `next_run`. Times of a schedule are those of China.
alter table trace.subscription
  add column schedule jsonb,
  add column next_run timestamptz,
  add column initial_record_time timestamptz;

create index subscription_by_next_run on trace.subscription (next_run) where next_run is not null and ended_at is null;
