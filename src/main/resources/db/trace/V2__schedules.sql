-- Subscribers who are told by the clock, and from when on: what is captured waits for `next_run`. Times of a schedule are those of China.
--
-- A subscriber with `seen_at` is a connection that is open: the server that holds it tells it, and says now and then that it is still there.
alter table trace.subscription
  add column schedule jsonb,
  add column next_run timestamptz,
  add column initial_record_time timestamptz,
  add column seen_at timestamptz;

create index subscription_by_next_run on trace.subscription (next_run) where next_run is not null and ended_at is null;
create index subscription_by_seen_at on trace.subscription (seen_at) where seen_at is not null;
