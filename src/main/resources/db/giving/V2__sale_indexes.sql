-- Two indexes of giving.sale fewer, since each costs every order: see docs/decisions/0019-sales-batch.md.

-- Ids of sales begin with the shard and the millisecond of their chunk, so the chunk lies together in the primary key. Of chunks that
-- were written before, only those that are not settled yet will ever be asked for: they lie anywhere in their shard.
alter table giving.chunk add column scattered boolean not null default false;
update giving.chunk set scattered = true where settled_at is null;
drop index giving.sale_by_chunk;

-- The last business day with a sale under a pledge: no rate may change up to it.
create table giving.pledge_day (
  shard_key int not null,
  pledge uuid not null,
  last_day date not null,
  primary key (shard_key, pledge)
) with (fillfactor = 50);
insert into giving.pledge_day (shard_key, pledge, last_day)
select shard_key, pledge, max(business_date) from giving.sale group by 1, 2;
drop index giving.sale_by_pledge;
