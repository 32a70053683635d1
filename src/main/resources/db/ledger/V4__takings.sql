-- Reservations for holders in the order in which they were written: see Takings. Other reservations have no holder and are not here.
create index transfer_by_holding on ledger.transfer (shard_key, debit, line) where kind = 2 and holder is not null;
