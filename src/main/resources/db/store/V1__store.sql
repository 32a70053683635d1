-- Outbox, jobs, idempotency keys: see the package org.yutang.store.
create table store.setting (
  name text primary key,
  value text not null
);
